package io.logaggregator.core.alerting.alert;

import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.observation.EventId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A state change of an alert.
 *
 * @param at observation time; for an action of a user the wall-clock time
 * @param severity severity after the transition; of a resolved alert the last one
 * @param highest highest severity so far
 * @param value value that caused the transition
 * @param peak most extreme value so far
 * @param threshold threshold of the severity
 * @param occurrences samples or events beyond the lowest threshold so far
 * @param actor {@code system}, or the name of the API key
 * @param reason of the end of an alert; null for other transitions, and where it was not recorded
 */
public record AlertTransition(
        UUID alertId,
        Kind kind,
        Instant at,
        Severity severity,
        Severity highest,
        double value,
        double peak,
        double threshold,
        long occurrences,
        String actor,
        String comment,
        @Nullable Reason reason) {

    /** Kind of transition. */
    public enum Kind {
        OPENED,
        RAISED,
        LOWERED,
        ACKNOWLEDGED,
        RESOLVED
    }

    /** Why an alert was resolved. */
    public enum Reason {
        /** The condition is no longer satisfied, or its sender has resolved an alert of another system. */
        RECOVERED,
        /** A user has resolved it. */
        BY_HAND,
        /** Its series has sent no samples for some time. */
        STALE,
        /** The rule evaluates other numbers now. */
        RULE_CHANGED,
        RULE_DISABLED,
        RULE_DELETED,
        /** The rule, or a new environment of the host, excludes the subject. */
        NOT_MATCHED,
        /** The host was removed, by a user or after the retention period. */
        HOST_REMOVED,
        /** A host has sent nothing for so long that it is no longer expected. */
        FORGOTTEN,
        /** Another system has not repeated its alert. */
        EXPIRED
    }

    /**
     * The reason of a resolution.
     *
     * @param comment for people; empty if the reason says all
     */
    public record Ending(Reason reason, String comment) {

        /** The condition is no longer satisfied. */
        public static final Ending RECOVERED = new Ending(Reason.RECOVERED, "");
    }

    /**
     * The id of an alert. The same series and opening time always give the same id, so that repeated evaluation is
     * idempotent. Sorts by time as {@link EventId} does.
     */
    public static UUID alertId(UUID fingerprint, Instant openedAt) {
        long variant = (fingerprint.getLeastSignificantBits() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return EventId.at(new UUID(0, variant), openedAt);
    }

    /** The id of the notification of a channel. Derived, so that the receiver can detect duplicates. */
    public UUID notificationId(UUID channelId) {
        return UUID.nameUUIDFromBytes(
                (alertId + "/" + kind + "/" + severity + "/" + at + "/" + channelId).getBytes(StandardCharsets.UTF_8));
    }
}
