package io.logaggregator.core.alerting.silence;

import io.logaggregator.core.alerting.silence.Suppression.Definitions;
import io.logaggregator.core.alerting.silence.Suppression.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The notifications that are or may become muted, and the stored definitions that mute them. A notification is muted already
 * when it is added to the outbox; this port serves the changes after that. Thread-safe.
 */
public interface MutedNotifications {

    /** Increases with every change of a definition or a channel. */
    long version();

    /** The intervals and inhibitions, and the silences that are not expired. */
    Definitions definitions(Instant now);

    /** The alerts that are not resolved. */
    List<Subject> firing();

    /**
     * Pending notifications that are due until a time and are not being sent, by id. Those of RESOLVED are left out: they go to
     * each channel that was notified of the alert.
     */
    List<Candidate> pending(Instant dueUntil, int limit, Optional<UUID> after);

    /**
     * Mutes notifications that are still as {@link #pending} returned them. The RESOLVED of an alert of which a channel received
     * nothing is muted too.
     */
    void mute(List<Decision> decisions, Instant dueUntil);

    /** The reasons of the muted notifications that may still be sent. */
    Set<Muting> reasons();

    /** Muted notifications that may still be sent and have one of these reasons, by id. */
    List<Muted> muted(Set<Muting> reasons, int limit, Optional<UUID> after);

    /** Stores changes of muted notifications. A notification is only released while its alert is not resolved. */
    void apply(Changes changes, Instant now);

    /** Deletes the silences that expired a while ago. */
    void deleteExpired(Instant now);

    /**
     * A notification that may have to be muted.
     *
     * @param alert as it is now
     * @param intervals of its channel
     */
    record Candidate(UUID id, Subject alert, ChannelIntervals intervals) {}

    /** The reason for which a notification is muted. */
    record Decision(UUID id, Muting muting, boolean isFinal) {

        /** The decision for a candidate; empty if nothing mutes it. */
        public static Optional<Decision> of(Candidate candidate, Suppression suppression, Instant now) {
            return suppression
                    .muting(candidate.alert, candidate.intervals, now)
                    .map(muting -> new Decision(candidate.id, muting, candidate.intervals.isFinal(muting)));
        }
    }

    /**
     * A muted notification.
     *
     * @param resolved whether the alert is resolved
     * @param superseded whether a later notification of the alert was sent to the channel, or is pending
     */
    record Muted(Candidate candidate, Muting muting, boolean resolved, boolean superseded) {}

    /**
     * Changes of muted notifications.
     *
     * @param released to be sent
     * @param ended never to be sent, since their alert is resolved
     * @param superseded never to be sent, since a later notification is
     * @param renewed muted for another reason
     */
    record Changes(List<UUID> released, List<UUID> ended, List<UUID> superseded, List<Decision> renewed) {

        public boolean isEmpty() {
            return released.isEmpty() && ended.isEmpty() && superseded.isEmpty() && renewed.isEmpty();
        }
    }
}
