package io.logaggregator.core.alerting.notify;

import io.logaggregator.core.common.Backoff;
import java.time.Duration;

/**
 * How much the sender does at once, and how long it tries.
 *
 * @param concurrency how many are being sent at the same time
 * @param lease for which a notification is this instance's: longer than the notifier takes at most
 * @param attempts after which a notification is given up
 * @param retries how long to wait between them; its random must be thread-safe
 */
public record DeliveryLimits(int concurrency, Duration lease, int attempts, Backoff retries) {

    public DeliveryLimits {
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency: " + concurrency + " (expected: 1 or more)");
        }
        if (!lease.isPositive()) {
            throw new IllegalArgumentException("lease: " + lease + " (expected: more than zero)");
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts: " + attempts + " (expected: 1 or more)");
        }
    }
}
