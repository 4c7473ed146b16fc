package io.logaggregator.server.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FairPoolTest {

    private static final int MAX_RUNNING = 2;
    private static final int MAX_WAITING = 3;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FairPool pool = new FairPool("decoding", MAX_RUNNING, MAX_WAITING, registry);
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();

    @AfterEach
    void close() {
        release.countDown();
        requests.close();
        pool.close();
    }

    @Test
    void call_runsOnAPlatformThread() {
        assertThat(pool.<Boolean>call("a", () -> Thread.currentThread().isVirtual()))
                .isFalse();
    }

    @Test
    void call_throwsTheFailureOfTheWork() {
        assertThatThrownBy(() -> pool.call("a", () -> {
                    throw new IllegalArgumentException("invalid");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pool.call("a", () -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOf(StackOverflowError.class);
    }

    @Test
    void busyClient_delaysNoOther() {
        occupy("a", MAX_RUNNING);

        assertThat(pool.<String>call("b", () -> "done")).isEqualTo("done");
    }

    @Test
    void tooManyWaitingTasks_areRejected() {
        occupy("a", MAX_RUNNING);

        assertThatThrownBy(() -> pool.call("a", () -> "never")).isInstanceOf(OverloadedException.class);
        assertThat(registry.get("aggregator.overload.rejections")
                        .tag("limit", "decoding")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void waitingTasks_runWhenOthersEnd() throws Exception {
        List<Future<Integer>> results = new ArrayList<>(occupy("a", MAX_RUNNING));
        results.addAll(occupy("b", 1));

        release.countDown();

        for (Future<Integer> result : results) {
            assertThat(result.get()).isPositive();
        }
        assertThat(pool.<Boolean>call("a", () -> true)).isTrue();
    }

    /** Starts tasks that last until the release, as many as run and wait. */
    private List<Future<Integer>> occupy(String client, int threads) {
        List<Future<Integer>> results = new ArrayList<>();
        int before = running.get();
        for (int task = 1; task <= threads + MAX_WAITING; task++) {
            int count = task;
            results.add(requests.submit(() -> pool.call(client, this::work)));
            await().until(() -> pool.pending(client) == count && running.get() == before + Math.min(count, threads));
        }
        return results;
    }

    private int work() {
        int number = running.incrementAndGet();
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return number;
    }
}
