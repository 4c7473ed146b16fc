package io.logaggregator.core.alerting.notify;

import io.logaggregator.core.common.Backoff;
import java.time.Duration;

/**
 * Limits of the notification sender.
 *
 * @param maxConcurrent maximum number of notifications that are sent concurrently
 * @param lease how long this instance owns a claimed notification: longer than one delivery may take
 * @param maxAttempts attempts after which a notification fails
 * @param backoff wait between maxAttempts; its random must be thread-safe
 */
public record DeliveryLimits(int maxConcurrent, Duration lease, int maxAttempts, Backoff backoff) {

    public DeliveryLimits {
        if (maxConcurrent < 1) {
            throw new IllegalArgumentException("maxConcurrent: " + maxConcurrent + " (expected: 1 or more)");
        }
        if (!lease.isPositive()) {
            throw new IllegalArgumentException("lease: " + lease + " (expected: more than zero)");
        }
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("maxAttempts: " + maxAttempts + " (expected: 1 or more)");
        }
    }
}
