package io.logaggregator.core.alerting.notify;

import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.silence.Muting;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A transition that is sent to a channel; or a group of alerts, of which this is the most severe one.
 *
 * @param id stays the same over all attempts, so that the receiver can detect duplicates
 * @param alert the alert after the transition
 * @param channelId may refer to a deleted channel
 * @param attempts number of attempts, the current one included
 * @param lastError reason of the last failed attempt; empty before the first failure
 * @param nextAt time of the next attempt while it is pending
 * @param receipt the newest {@link Notifier.Outcome.Delivered#receipt receipt} of the alert and the channel; none for a group
 * @param muting the reason, if it is muted
 * @param group the alerts that are sent together; empty for a single alert
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
        Optional<Muting> muting,
        Schedule schedule,
        Optional<Group> group) {

    /** A notification to be sent for the first time. */
    public static Notification pending(
            UUID id, Alert alert, AlertTransition transition, UUID channelId, Instant createdAt) {
        return new Notification(
                id,
                alert,
                transition,
                channelId,
                Status.PENDING,
                1,
                createdAt,
                createdAt,
                Optional.empty(),
                "",
                Optional.empty(),
                Optional.empty(),
                Schedule.at(createdAt),
                Optional.empty());
    }

    /** The receipt of the message to change; empty for a new message, which a repetition and a group are. */
    public Optional<String> messageToUpdate() {
        return schedule.repeat() > 0 || group.isPresent() ? Optional.empty() : receipt;
    }

    public Notification withReceipt(Optional<String> newReceipt) {
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
                muting,
                schedule,
                group);
    }

    public Notification withGroup(UUID groupId, Group newGroup) {
        return new Notification(
                groupId,
                alert,
                transition,
                channelId,
                status,
                attempts,
                createdAt,
                nextAt,
                sentAt,
                lastError,
                Optional.empty(),
                muting,
                schedule,
                Optional.of(newGroup));
    }

    /** Status of the delivery. */
    public enum Status {
        PENDING,
        SENT,
        FAILED,
        /** Not sent because of a silence, a mute interval or another alert; sent when that ends, if the alert still fires. */
        MUTED,
        /** Not sent, since a later notification of the alert covers it, or since the alert ended before. */
        SUPERSEDED,
        /** Not sent, since the channel was deleted. */
        CANCELLED
    }

    /**
     * The attempts of a notification.
     *
     * @param queuedAt time from which it was to be sent, first or again: later than its creation if it was delayed or resent
     * @param refusals number of the last consecutive {@link Notifier.Outcome.Refused} attempts
     * @param repeat 0 for the transition itself, then the number of the repetition while the alert fires
     * @param batch the id of the group with which it was last sent
     */
    public record Schedule(Instant queuedAt, int refusals, int repeat, Optional<UUID> batch) {

        public static Schedule at(Instant queuedAt) {
            return new Schedule(queuedAt, 0, 0, Optional.empty());
        }
    }

    /**
     * The alerts that are sent together.
     *
     * @param labels values of the labels of the channel's {@code groupBy}; the names of rules under {@code rule}
     * @param changes the newest state of each alert, the most severe first; at most {@link #MAX_LISTED}
     * @param firing number of alerts that fire, those that are not listed included
     * @param resolved number of resolved alerts, those that are not listed included
     * @param passed number of alerts that opened and resolved since the last notification; none of them is listed
     */
    public record Group(Map<String, String> labels, List<Change> changes, int firing, int resolved, int passed) {

        /** Maximum number of listed alerts. */
        public static final int MAX_LISTED = 50;

        public Group {
            labels = Map.copyOf(labels);
            changes = List.copyOf(changes);
        }

        /** The number of alerts that are not listed, except those that have passed. */
        public int more() {
            return firing + resolved - changes.size();
        }
    }

    /** The newest state of an alert of a group. */
    public record Change(Alert alert, AlertTransition transition) {}
}
