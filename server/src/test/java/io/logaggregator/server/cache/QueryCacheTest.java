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
    private final QueryCache cache = new QueryCache(1_000_000, ticker, new CacheMetrics(registry));
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> queried = new CopyOnWriteArrayList<>();
    private String stored = "first";
    private String revision = "1";

    @AfterEach
    void close() {
        clients.close();
    }

    @Test
    void result_isReusedForASecond() {
        assertThat(cache.get(openRange())).isEqualTo("first");
        stored = "second";

        ticker.pass(JUST_WITHIN);
        assertThat(cache.get(openRange())).isEqualTo("first");

        ticker.pass(MOMENT);
        assertThat(cache.get(openRange())).isEqualTo("second");
        assertThat(queried).containsExactly("store", "store");
    }

    @Test
    void result_isReusedWhileItsRevisionIsUnchanged() {
        cache.get(closedRange());
        stored = "second";

        for (int second = 0; second < 100; second++) {
            ticker.pass(SECOND);
            assertThat(cache.get(closedRange())).isEqualTo("first");
        }
        revision = "2";
        assertThat(cache.get(closedRange())).isEqualTo("first");

        ticker.pass(SECOND);
        assertThat(cache.get(closedRange())).isEqualTo("second");
        assertThat(counted("revalidated")).isEqualTo(100);
        assertThat(counted("miss")).isEqualTo(2);
    }

    @Test
    void revision_isReadOncePerSecondBeforeTheData() {
        cache.get(closedRange());
        cache.get(closedRange());
        ticker.pass(SECOND);
        cache.get(closedRange());
        cache.get(closedRange());

        assertThat(queried).containsExactly("revision", "store", "revision");
    }

    @Test
    void unusedEntry_expires() {
        cache.get(closedRange());

        ticker.pass(Duration.ofMinutes(61));
        cache.get(closedRange());

        assertThat(counted("miss")).isEqualTo(2);
    }

    @Test
    void concurrentRequests_shareOneQuery() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        List<Future<String>> all = new ArrayList<>();
        for (int client = 0; client < 100; client++) {
            all.add(clients.submit(() -> cache.get(query(() -> after(end)))));
        }
        await().until(() -> counted("shared") == 99);
        end.countDown();

        for (Future<String> one : all) {
            assertThat(one.get()).isEqualTo("first");
        }
        assertThat(queried).containsExactly("store");
    }

    @Test
    void requestASecondLater_waitsForTheNextResult() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Future<String> slow = clients.submit(() -> cache.get(query(() -> after(end))));
        await().until(() -> counted("miss") == 1);
        ticker.pass(JUST_WITHIN);
        Future<String> inTime = clients.submit(() -> cache.get(openRange()));
        await().until(() -> counted("shared") == 1);
        ticker.pass(MOMENT);
        List<Future<String>> late = new ArrayList<>();
        List<Thread> waiting = new ArrayList<>();
        for (int client = 0; client < 10; client++) {
            late.add(clients.submit(() -> {
                synchronized (waiting) {
                    waiting.add(Thread.currentThread());
                }
                return cache.get(query(() -> "second"));
            }));
        }
        await().until(() -> areAllWaiting(waiting, 10));
        end.countDown();

        assertThat(slow.get()).isEqualTo("first");
        assertThat(inTime.get()).isEqualTo("first");
        for (Future<String> one : late) {
            assertThat(one.get()).isEqualTo("second");
        }
        assertThat(queried).hasSize(2);
    }

    private static boolean areAllWaiting(List<Thread> threads, int number) {
        synchronized (threads) {
            return threads.size() == number && threads.stream().allMatch(t -> t.getState() == Thread.State.WAITING);
        }
    }

    @Test
    void failure_isSharedAndNotCached() {
        CountDownLatch end = new CountDownLatch(1);
        CacheKey<String> failing = query(() -> {
            after(end);
            throw new QueryTimeoutException("too long", null);
        });
        List<Callable<String>> requests = List.of(() -> cache.get(failing), () -> cache.get(failing));
        List<Future<String>> both = requests.stream().map(clients::submit).toList();
        await().until(() -> counted("shared") == 1);
        end.countDown();

        for (Future<String> one : both) {
            assertThatThrownBy(one::get).hasCauseInstanceOf(QueryTimeoutException.class);
        }
        assertThat(queried).hasSize(1);
        assertThat(cache.get(openRange())).isEqualTo("first");
    }

    @Test
    void error_isNotCached() {
        CacheKey<String> failing = query(() -> {
            throw new AssertionError("defect");
        });
        assertThatThrownBy(() -> cache.get(failing)).isInstanceOf(AssertionError.class);
        assertThat(cache.get(openRange())).isEqualTo("first");
    }

    @Test
    void differentQueries_doNotBlockEachOther() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Future<String> slow = clients.submit(() -> cache.get(query(() -> after(end))));
        await().until(() -> counted("miss") == 1);

        for (int number = 0; number < 100; number++) {
            assertThat(cache.get(sized(number, 10))).startsWith(number);
        }
        end.countDown();
        assertThat(slow.get()).isEqualTo("first");
    }

    @Test
    void largeResult_isNotCached() {
        cache.get(sized(1, 125_001));
        cache.get(sized(1, 125_001));

        assertThat(counted("miss")).isEqualTo(2);
        assertThat(gauge("aggregator.cache.size")).isZero();
    }

    @Test
    void sizeLimit_evictsEntriesAndCountsThem() {
        for (int number = 0; number < 100; number++) {
            cache.get(sized(number, 100_000));
        }

        await().untilAsserted(() -> {
            assertThat(gauge("aggregator.cache.size")).isBetween(500_000.0, 1_000_000.0);
            assertThat(gauge("aggregator.cache.entries")).isLessThan(10);
            assertThat(registry.get("aggregator.cache.evictions").counter().count())
                    .isGreaterThan(90);
        });
    }

    private CacheKey<String> openRange() {
        return query(() -> stored);
    }

    private CacheKey<String> query(Supplier<String> answer) {
        return new CacheKey<>("test", List.of(), () -> recorded("store", answer), Optional.empty());
    }

    private CacheKey<String> closedRange() {
        Supplier<Revision> current = () -> new Revision(recorded("revision", () -> revision));
        return new CacheKey<>("test", List.of(), () -> recorded("store", () -> stored), Optional.of(current));
    }

    private CacheKey<byte[]> sized(int number, int bytes) {
        byte[] value = new byte[bytes];
        value[0] = (byte) number;
        return new CacheKey<>("test", List.of(number), () -> value, Optional.empty());
    }

    private <T> T recorded(String what, Supplier<T> answer) {
        queried.add(what);
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
        var counter = registry.find("aggregator.cache.requests")
                .tag("outcome", outcome)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }
}
