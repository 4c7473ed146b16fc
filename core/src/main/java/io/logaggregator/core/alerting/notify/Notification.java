package io.logaggregator.core.alerting.notify;

import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.silence.Muting;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A transition that is sent to a channel.
 *
 * @param id stays the same over all attempts, so that the receiver can detect duplicates
 * @param alert the alert after the transition
 * @param channelId may refer to a deleted channel
 * @param attempts number of attempts, the current one included
 * @param lastError reason of the last failed attempt; empty before the first failure
 * @param nextAt time of the next attempt while it is pending
 * @param receipt the newest {@link Notifier.Outcome.Delivered#receipt receipt} of the alert and the channel
 * @param muting the reason, if it is muted
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
        String lastError,
        Optional<String> receipt,
        Optional<Muting> muting) {

    Notification withReceipt(Optional<String> newReceipt) {
        return new Notification(
                id,
                alert,
                transition,
                channelId,
                status,
                attempts,
                createdAt,
                nextAt,
                sentAt,
                lastError,
                newReceipt,
                muting);
    }

    /** Status of the delivery. */
    public enum Status {
        PENDING,
        SENT,
        FAILED,
        /** Not sent because of a silence, a mute interval or another alert; sent when that ends, if the alert still fires. */
        MUTED,
        /** Not sent, since a later notification of the alert covers it. */
        SUPERSEDED,
        /** Not sent, since the channel was deleted. */
        CANCELLED
    }
}
