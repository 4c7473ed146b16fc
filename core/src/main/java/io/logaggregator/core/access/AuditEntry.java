package io.logaggregator.core.access;

import io.logaggregator.core.observation.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * Who changed what, when, and from where.
 *
 * @param id rises with each entry
 * @param actor the name of a key, or {@code system}
 * @param address of the caller; empty where it was no call
 * @param requestId empty where there was no request
 * @param subject the id of what was changed
 * @param before what was stored, as JSON without secrets; empty if there was nothing
 * @param after likewise
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

    /** What was done. */
    public enum Action {
        CREATED,
        CHANGED,
        DELETED,
        ACKNOWLEDGED,
        RESOLVED,
        REVOKED
    }

    /** To what it was done. */
    public enum Kind {
        RULE,
        CHANNEL,
        ALERT,
        KEY
    }
}
