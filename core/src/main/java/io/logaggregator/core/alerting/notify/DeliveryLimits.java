package io.logaggregator.core.alerting.notify;

import io.logaggregator.core.common.Backoff;
import java.time.Duration;
import java.util.Set;

/**
 * Limits of the notification sender.
 *
 * @param maxPerChannel maximum number of notifications that are sent to one channel concurrently: a channel that does not
 *     answer delays no other
 * @param lease how long this instance owns a claimed notification: longer than one delivery may take
 * @param giveUpAfter time after which a notification that is retried fails
 * @param backoff wait between attempts, and between the attempts of a failing channel; its random must be thread-safe
 * @param everyTransition the kinds of channels that get every transition; the others get the newest state
 */
public record DeliveryLimits(
        int maxPerChannel, Duration lease, Duration giveUpAfter, Backoff backoff, Set<String> everyTransition) {

    public DeliveryLimits {
        everyTransition = Set.copyOf(everyTransition);
        if (maxPerChannel < 1) {
            throw new IllegalArgumentException("maxPerChannel: " + maxPerChannel + " (expected: 1 or more)");
        }
        if (!lease.isPositive()) {
            throw new IllegalArgumentException("lease: " + lease + " (expected: more than zero)");
        }
        if (!giveUpAfter.isPositive()) {
            throw new IllegalArgumentException("giveUpAfter: " + giveUpAfter + " (expected: more than zero)");
        }
    }
}
