package io.logaggregator.core.alerting.notify;

import io.logaggregator.core.common.Backoff;
import java.time.Duration;

/**
 * Limits of the notification sender.
 *
 * @param maxPerChannel maximum number of notifications that are sent to one channel concurrently: a channel that does not
 *     answer delays no other
 * @param lease how long this instance owns a claimed notification: longer than one delivery may take
 * @param maxAttempts attempts after which a notification fails
 * @param backoff wait between attempts; its random must be thread-safe
 */
public record DeliveryLimits(int maxPerChannel, Duration lease, int maxAttempts, Backoff backoff) {

    public DeliveryLimits {
        if (maxPerChannel < 1) {
            throw new IllegalArgumentException("maxPerChannel: " + maxPerChannel + " (expected: 1 or more)");
        }
        if (!lease.isPositive()) {
            throw new IllegalArgumentException("lease: " + lease + " (expected: more than zero)");
        }
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("maxAttempts: " + maxAttempts + " (expected: 1 or more)");
        }
    }
}
