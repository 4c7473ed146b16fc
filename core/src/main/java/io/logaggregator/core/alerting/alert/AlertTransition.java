package io.logaggregator.core.alerting.alert;

import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.observation.EventId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * A step in the life of an alert.
 *
 * @param at by the clock of what was observed; what a person does, by ours
 * @param severity from now on; when it is resolved, the last
 * @param highest the worst it has been
 * @param value that led to it
 * @param peak the value furthest out so far
 * @param threshold of that severity
 * @param occurrences samples, or events, beyond the lowest threshold so far
 * @param actor {@code system}, or the name of the key of who did it
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
        String comment) {

    /** What happened. */
    public enum Kind {
        OPENED,
        RAISED,
        LOWERED,
        ACKNOWLEDGED,
        RESOLVED
    }

    /**
     * The id of an alert: the same for the same thing, opened at the same time, so that what is done twice is recognised;
     * sorts by time as {@link EventId} does.
     */
    public static UUID alertId(UUID fingerprint, Instant openedAt) {
        long variant = (fingerprint.getLeastSignificantBits() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return EventId.at(new UUID(0, variant), openedAt);
    }

    /** The id of what is sent to a channel about it: derived, so that the receiver recognises what it was told twice. */
    public UUID notificationId(UUID channelId) {
        return UUID.nameUUIDFromBytes(
                (alertId + "/" + kind + "/" + severity + "/" + at + "/" + channelId).getBytes(StandardCharsets.UTF_8));
    }
}
