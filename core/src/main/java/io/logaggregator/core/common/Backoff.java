package io.logaggregator.core.common;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: doubling up to a limit, each wait drawn at random from its upper half, so that
 * many who wait for the same thing do not come back at the same moment.
 *
 * @param first limit of the wait after the first failure
 * @param longest limit of every wait
 * @param random need not be thread-safe where the backoff is used by one thread
 */
public record Backoff(Duration first, Duration longest, RandomGenerator random) {

    public Backoff {
        if (!first.isPositive() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "backoff: " + first + ".." + longest + " (expected: 0 < first <= longest)");
        }
    }

    /**
     * The wait before the next attempt.
     *
     * @param failures so far, 1 or more
     */
    public Duration delay(int failures) {
        int doublings = Math.clamp(failures - 1L, 0, 30);
        long limit = Math.min(longest.toMillis(), first.toMillis() << doublings);
        return Duration.ofMillis(limit - random.nextLong(limit / 2 + 1));
    }
}
