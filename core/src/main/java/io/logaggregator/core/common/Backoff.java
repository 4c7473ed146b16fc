package io.logaggregator.core.common;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with jitter: doubles up to a maximum, and draws each wait at random from the upper half, so that
 * clients do not retry in step.
 *
 * @param initial maximum wait after the first failure
 * @param max maximum of every wait
 * @param random need not be thread-safe if one thread uses the backoff
 */
public record Backoff(Duration initial, Duration max, RandomGenerator random) {

    public Backoff {
        if (!initial.isPositive() || max.compareTo(initial) < 0) {
            throw new IllegalArgumentException("backoff: " + initial + ".." + max + " (expected: 0 < initial <= max)");
        }
    }

    /**
     * The wait before the next attempt.
     *
     * @param failures so far, 1 or more
     */
    public Duration delay(int failures) {
        int doublings = Math.clamp(failures - 1L, 0, 30);
        long limit = Math.min(max.toMillis(), initial.toMillis() << doublings);
        return Duration.ofMillis(limit - random.nextLong(limit / 2 + 1));
    }
}
