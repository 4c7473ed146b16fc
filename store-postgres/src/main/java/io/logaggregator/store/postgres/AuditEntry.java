package io.logaggregator.store.postgres;

import io.logaggregator.application.alert.Actor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who changed what, to be committed with the change.
 *
 * @param subject the id of what was changed
 * @param before the row as JSON, without secrets; null if there was none, and so after
 */
record AuditEntry(
        Instant at,
        Actor actor,
        Action action,
        Kind kind,
        String subject,
        @Nullable String before,
        @Nullable String after) {

    /** What was done. */
    enum Action {
        CREATED,
        CHANGED,
        DELETED,
        ACKNOWLEDGED,
        RESOLVED
    }

    /** To what it was done. */
    enum Kind {
        RULE,
        CHANNEL,
        ALERT
    }

    void write(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into audit_entry (at, actor, request_id, action, kind, subject, before, after)
                values (?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb)
                """)) {
            insert.setObject(1, Timestamps.of(at));
            insert.setString(2, actor.name());
            insert.setString(3, actor.requestId());
            insert.setString(4, action.name());
            insert.setString(5, kind.name());
            insert.setString(6, subject);
            insert.setString(7, before);
            insert.setString(8, after);
            insert.executeUpdate();
        }
    }
}
