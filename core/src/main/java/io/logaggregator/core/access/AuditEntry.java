package io.logaggregator.core.access;

import io.logaggregator.core.observation.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * A recorded change: actor, action, subject and time.
 *
 * @param id ascending
 * @param actor the name of an API key, or {@code system}
 * @param address of the caller; empty if there is no request
 * @param requestId empty if there is no request
 * @param subject id of the changed object; the name of a host
 * @param before stored state as JSON without secrets; empty for a new object
 * @param after as {@code before}; empty for a deleted object
 */
public record AuditEntry(
        long id,
        Instant at,
        String actor,
        String address,
        String requestId,
        Action action,
        Kind kind,
        String subject,
        Optional<JsonObject> before,
        Optional<JsonObject> after) {

    /** Kind of change. */
    public enum Action {
        CREATED,
        CHANGED,
        DELETED,
        ACKNOWLEDGED,
        RESOLVED,
        REVOKED,
        /** Failed notifications are sent again. */
        RESENT
    }

    /** Kind of changed object. */
    public enum Kind {
        RULE,
        CHANNEL,
        ALERT,
        KEY,
        HOST,
        SILENCE,
        MUTE_INTERVAL,
        INHIBITION,
        VIEW
    }
}
