package io.logaggregator.server.lifecycle;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One named thread that does the same thing again and again, with a pause between, until it is closed. */
public final class PeriodicTask implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PeriodicTask.class);

    private final Thread thread;

    private PeriodicTask(Thread thread) {
        this.thread = thread;
    }

    /** Starts now. What {@code work} throws is logged, and does not end it. */
    public static PeriodicTask start(String name, Duration pause, Runnable work) {
        return new PeriodicTask(Thread.ofVirtual().name(name).start(() -> repeat(name, pause, work)));
    }

    private static void repeat(String name, Duration pause, Runnable work) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                work.run();
            } catch (RuntimeException e) {
                if (!Thread.currentThread().isInterrupted()) {
                    log.error("task failed, will be done again: task={} pause={}", name, pause, e);
                }
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Interrupts what is being done, and does not wait for it. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
