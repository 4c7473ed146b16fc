package io.logaggregator.server.lifecycle;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A named thread that repeats its work with a fixed delay until it is closed. It is a platform thread: virtual threads, which
 * serve requests, wait for each other while requests occupy all processors.
 */
public final class PeriodicTask implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PeriodicTask.class);

    private final Thread thread;

    private PeriodicTask(Thread thread) {
        this.thread = thread;
    }

    /** Starts immediately. Exceptions of {@code work} are logged and do not end the task. */
    public static PeriodicTask start(String name, Duration interval, Runnable work) {
        return new PeriodicTask(Thread.ofPlatform().daemon().name(name).start(() -> repeat(name, interval, work)));
    }

    private static void repeat(String name, Duration interval, Runnable work) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                work.run();
            } catch (RuntimeException e) {
                if (!Thread.currentThread().isInterrupted()) {
                    log.error("task failed, will be retried: task={} interval={}", name, interval, e);
                }
            }
            try {
                Thread.sleep(interval);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Interrupts the current run, without waiting for its end. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
