package io.logaggregator.faults;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waiting that ends. */
final class Patience {

    private static final Duration STEP = Duration.ofMillis(50);

    private Patience() {}

    /** Asks until it is so, or for so long; tells whether it is. A question that fails counts as a no. */
    static boolean until(Duration limit, Callable<Boolean> question) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            if (isSo(question)) {
                return true;
            }
            if (System.nanoTime() - end > 0) {
                return false;
            }
            pause(STEP);
        }
    }

    private static boolean isSo(Callable<Boolean> question) throws InterruptedException {
        try {
            return question.call();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return false; // what is asked about is being disturbed
        }
    }

    static void pause(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Math.max(0, time.toNanos()));
    }
}
