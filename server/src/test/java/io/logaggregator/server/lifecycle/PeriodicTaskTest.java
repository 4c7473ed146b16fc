package io.logaggregator.server.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PeriodicTaskTest {

    private static final Duration INTERVAL = Duration.ofMillis(1);

    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void work_repeatsAfterAFailure() {
        try (PeriodicTask _ = PeriodicTask.start("test", INTERVAL, this::fail)) {
            await().until(() -> runs.get() > 2);
        }
    }

    @Test
    void work_runsWhileRequestsOccupyAllProcessors() throws InterruptedException {
        AtomicBoolean busy = new AtomicBoolean(true);
        List<Thread> requests = IntStream.range(0, 2 * Runtime.getRuntime().availableProcessors())
                .mapToObj(number -> Thread.startVirtualThread(() -> {
                    while (busy.get()) {
                        Thread.onSpinWait();
                    }
                }))
                .toList();
        try (PeriodicTask _ = PeriodicTask.start("test", INTERVAL, runs::incrementAndGet)) {
            await().until(() -> runs.get() > 2);
        } finally {
            busy.set(false);
        }
        for (Thread request : requests) {
            request.join();
        }
    }

    @Test
    void close_waitsForTheCurrentRun() throws InterruptedException {
        Thread closing = Thread.currentThread();
        CountDownLatch started = new CountDownLatch(1);
        PeriodicTask task = PeriodicTask.start("test", INTERVAL, () -> {
            started.countDown();
            while (closing.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            runs.incrementAndGet();
        });
        started.await();

        task.close();

        assertThat(runs).hasValue(1);
    }

    @Test
    void close_interruptsARunThatDoesNotEnd() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        PeriodicTask task = PeriodicTask.start("test", INTERVAL, () -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
                Thread.currentThread().interrupt();
            }
        });
        started.await();

        task.close();

        assertThat(interrupted).isTrue();
    }

    private void fail() {
        runs.incrementAndGet();
        throw new IllegalStateException("failure " + runs);
    }
}
