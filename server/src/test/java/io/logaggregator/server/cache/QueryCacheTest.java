package io.logaggregator.server.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.store.Revision;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueryCacheTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MOMENT = Duration.ofNanos(1);
    private static final Duration JUST_WITHIN = SECOND.minus(MOMENT);

    private final FakeTicker ticker = new FakeTicker();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final QueryCache answers = new QueryCache(1_000_000, ticker, new CacheMetrics(registry));
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private String stored = "first";
    private String revision = "1";

    @AfterEach
    void close() {
        callers.close();
    }

    @Test
    void answer_isGivenAgainForASecondAndNoLonger() {
        assertThat(answers.to(ofNow())).isEqualTo("first");
        stored = "second";

        ticker.pass(JUST_WITHIN);
        assertThat(answers.to(ofNow())).isEqualTo("first");

        ticker.pass(MOMENT);
        assertThat(answers.to(ofNow())).isEqualTo("second");
        assertThat(asked).containsExactly("store", "store");
    }

    @Test
    void answerAboutThePast_isGivenAgainAsLongAsItsRevisionIsTheSame() {
        answers.to(ofThePast());
        stored = "second";

        for (int second = 0; second < 100; second++) {
            ticker.pass(SECOND);
            assertThat(answers.to(ofThePast())).isEqualTo("first");
        }
        revision = "2";
        assertThat(answers.to(ofThePast())).isEqualTo("first");

        ticker.pass(SECOND);
        assertThat(answers.to(ofThePast())).isEqualTo("second");
        assertThat(counted("confirmed")).isEqualTo(100);
        assertThat(counted("asked")).isEqualTo(2);
    }

    @Test
    void revision_isAskedForOnceASecondAndBeforeWhatItIsOf() {
        answers.to(ofThePast());
        answers.to(ofThePast());
        ticker.pass(SECOND);
        answers.to(ofThePast());
        answers.to(ofThePast());

        assertThat(asked).containsExactly("revision", "store", "revision");
    }

    @Test
    void answerThatNobodyAsksFor_isForgotten() {
        answers.to(ofThePast());

        ticker.pass(Duration.ofMinutes(61));
        answers.to(ofThePast());

        assertThat(counted("asked")).isEqualTo(2);
    }

    @Test
    void equalQuestionsAtATime_areAskedOnce() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        List<Future<String>> all = new ArrayList<>();
        for (int caller = 0; caller < 100; caller++) {
            all.add(callers.submit(() -> answers.to(question(() -> after(end)))));
        }
        await().until(() -> counted("shared") == 99);
        end.countDown();

        for (Future<String> one : all) {
            assertThat(one.get()).isEqualTo("first");
        }
        assertThat(asked).containsExactly("store");
    }

    @Test
    void whoComesMoreThanASecondLater_waitsForTheNextAnswer() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Future<String> slow = callers.submit(() -> answers.to(question(() -> after(end))));
        await().until(() -> counted("asked") == 1);
        ticker.pass(JUST_WITHIN);
        Future<String> inTime = callers.submit(() -> answers.to(ofNow()));
        await().until(() -> counted("shared") == 1);
        ticker.pass(MOMENT);
        List<Future<String>> late = new ArrayList<>();
        List<Thread> waiting = new ArrayList<>();
        for (int caller = 0; caller < 10; caller++) {
            late.add(callers.submit(() -> {
                synchronized (waiting) {
                    waiting.add(Thread.currentThread());
                }
                return answers.to(question(() -> "second"));
            }));
        }
        await().until(() -> areAllWaiting(waiting, 10));
        end.countDown();

        assertThat(slow.get()).isEqualTo("first");
        assertThat(inTime.get()).isEqualTo("first");
        for (Future<String> one : late) {
            assertThat(one.get()).isEqualTo("second");
        }
        assertThat(asked).hasSize(2);
    }

    private static boolean areAllWaiting(List<Thread> threads, int number) {
        synchronized (threads) {
            return threads.size() == number && threads.stream().allMatch(t -> t.getState() == Thread.State.WAITING);
        }
    }

    @Test
    void failure_isForThoseWhoWaitAndForNobodyElse() {
        CountDownLatch end = new CountDownLatch(1);
        CacheKey<String> failing = question(() -> {
            after(end);
            throw new QueryTimeoutException("too long", null);
        });
        List<Callable<String>> ask = List.of(() -> answers.to(failing), () -> answers.to(failing));
        List<Future<String>> both = ask.stream().map(callers::submit).toList();
        await().until(() -> counted("shared") == 1);
        end.countDown();

        for (Future<String> one : both) {
            assertThatThrownBy(one::get).hasCauseInstanceOf(QueryTimeoutException.class);
        }
        assertThat(asked).hasSize(1);
        assertThat(answers.to(ofNow())).isEqualTo("first");
    }

    @Test
    void defect_isForThoseWhoWaitToo() {
        CacheKey<String> failing = question(() -> {
            throw new AssertionError("defect");
        });
        assertThatThrownBy(() -> answers.to(failing)).isInstanceOf(AssertionError.class);
        assertThat(answers.to(ofNow())).isEqualTo("first");
    }

    @Test
    void questions_thatDifferDoNotWaitForEachOther() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Future<String> slow = callers.submit(() -> answers.to(question(() -> after(end))));
        await().until(() -> counted("asked") == 1);

        for (int number = 0; number < 100; number++) {
            assertThat(answers.to(sized(number, 10))).isEqualTo(number);
        }
        end.countDown();
        assertThat(slow.get()).isEqualTo("first");
    }

    @Test
    void answerOfMoreThanAnEighth_isNotKept() {
        answers.to(sized(1, 125_001));
        answers.to(sized(1, 125_001));

        assertThat(counted("asked")).isEqualTo(2);
        assertThat(gauge("aggregator.cache.size")).isZero();
    }

    @Test
    void answers_makeRoomForOthersAndAreCounted() {
        for (int number = 0; number < 100; number++) {
            answers.to(sized(number, 100_000));
        }

        await().untilAsserted(() -> {
            assertThat(gauge("aggregator.cache.size")).isBetween(500_000.0, 1_000_000.0);
            assertThat(gauge("aggregator.cache.answers")).isLessThan(10);
            assertThat(registry.get("aggregator.cache.evictions").counter().count())
                    .isGreaterThan(90);
        });
    }

    private CacheKey<String> ofNow() {
        return question(() -> stored);
    }

    private CacheKey<String> question(Supplier<String> answer) {
        return new CacheKey<>("test", List.of(), () -> noted("store", answer), Optional.empty(), text -> 10);
    }

    private CacheKey<String> ofThePast() {
        Supplier<Revision> current = () -> new Revision(noted("revision", () -> revision));
        return new CacheKey<>("test", List.of(), () -> noted("store", () -> stored), Optional.of(current), text -> 10);
    }

    private CacheKey<Integer> sized(int number, long bytes) {
        return new CacheKey<>("test", List.of(number), () -> number, Optional.empty(), answer -> bytes);
    }

    private <T> T noted(String what, Supplier<T> answer) {
        asked.add(what);
        return answer.get();
    }

    private String after(CountDownLatch end) {
        try {
            end.await();
            return stored;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private double counted(String outcome) {
        var counter = registry.find("aggregator.cache.questions")
                .tag("outcome", outcome)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }
}
