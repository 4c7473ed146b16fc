package io.logaggregator.store.postgres.access;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.access.AuditEntry;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who changed what, to be committed with the change; see {@link AuditEntry}.
 *
 * @param before the row as JSON, without secrets; null if there was none, and so after
 */
public record AuditRow(
        Instant at,
        Actor actor,
        AuditEntry.Action action,
        AuditEntry.Kind kind,
        String subject,
        @Nullable String before,
        @Nullable String after) {

    public void write(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into audit_entry (at, actor, address, request_id, action, kind, subject, before, after)
                values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb)
                """)) {
            insert.setObject(1, Timestamps.of(at));
            insert.setString(2, actor.name());
            insert.setString(3, actor.address());
            insert.setString(4, actor.requestId());
            insert.setString(5, action.name());
            insert.setString(6, kind.name());
            insert.setString(7, subject);
            insert.setString(8, before);
            insert.setString(9, after);
            insert.executeUpdate();
        }
    }
}
