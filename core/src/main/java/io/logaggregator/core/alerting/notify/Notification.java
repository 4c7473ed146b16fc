package io.logaggregator.core.alerting.notify;

import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertTransition;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A transition that is to be told to a channel.
 *
 * @param id the same however often it is sent, so that the receiver recognises what it was told twice
 * @param alert what the transition is of, as that left it
 * @param channelId where to, which may be gone
 * @param attempts how often it was tried, this time included
 * @param lastError why it was not taken the last time; empty before the first failure
 * @param nextAt when it is tried next, if it is
 */
public record Notification(
        UUID id,
        Alert alert,
        AlertTransition transition,
        UUID channelId,
        Status status,
        int attempts,
        Instant createdAt,
        Instant nextAt,
        Optional<Instant> sentAt,
        String lastError) {

    /** How far it has come. */
    public enum Status {
        PENDING,
        SENT,
        FAILED
    }
}
