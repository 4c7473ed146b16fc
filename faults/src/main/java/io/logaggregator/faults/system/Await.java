package io.logaggregator.faults.system;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Polls a condition with a timeout. An exception counts as false, because dependencies fail during a run. */
public final class Await {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    private Await() {}

    /** Returns whether the condition became true within the timeout. */
    public static boolean until(Duration timeout, Callable<Boolean> condition) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (!holds(condition)) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            pause(POLL_INTERVAL);
        }
        return true;
    }

    /** Waits until the condition is true. @throws IllegalStateException after the timeout or an interrupt */
    static void require(Duration timeout, Callable<Boolean> condition, String failure) {
        try {
            if (!until(timeout, condition)) {
                throw new IllegalStateException(failure + " within " + timeout);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean holds(Callable<Boolean> condition) throws InterruptedException {
        try {
            return condition.call();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return false;
        }
    }

    public static void pause(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Math.max(0, time.toNanos()));
    }
}
