package io.logaggregator.server.lifecycle;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A named thread that repeats its work with a fixed delay until it is closed. It is a platform thread: virtual threads, which
 * serve requests, wait for each other while requests occupy all processors.
 */
public final class PeriodicTask implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PeriodicTask.class);

    /** Time for the end of a run, and after it for that of an interrupted one. Tasks are closed one after the other. */
    private static final Duration RUN_TIMEOUT = Duration.ofSeconds(1);

    private final Thread thread;
    private final CountDownLatch closed;

    private PeriodicTask(Thread thread, CountDownLatch closed) {
        this.thread = thread;
        this.closed = closed;
    }

    /** Starts immediately. Exceptions of {@code work} are logged and do not end the task. */
    public static PeriodicTask start(String name, Duration interval, Runnable work) {
        CountDownLatch closed = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().daemon().name(name).start(() -> repeat(name, interval, work, closed));
        return new PeriodicTask(thread, closed);
    }

    private static void repeat(String name, Duration interval, Runnable work, CountDownLatch closed) {
        try {
            do {
                run(name, interval, work, closed);
            } while (!closed.await(interval.toNanos(), NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(String name, Duration interval, Runnable work, CountDownLatch closed) {
        try {
            work.run();
        } catch (RuntimeException e) {
            if (closed.getCount() > 0) {
                log.error("task failed, will be retried: task={} interval={}", name, interval, e);
            }
        }
    }

    /**
     * Waits for the end of the current run, since what it uses is closed next. Interrupts a run that takes longer than a second,
     * and waits for it once more.
     */
    @Override
    public void close() {
        closed.countDown();
        try {
            if (!thread.join(RUN_TIMEOUT)) {
                thread.interrupt();
                boolean _ = thread.join(RUN_TIMEOUT);
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
