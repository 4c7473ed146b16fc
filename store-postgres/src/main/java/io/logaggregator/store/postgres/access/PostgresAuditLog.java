package io.logaggregator.store.postgres.access;

import io.logaggregator.core.access.AuditEntry;
import io.logaggregator.core.access.AuditEntry.Action;
import io.logaggregator.core.access.AuditEntry.Kind;
import io.logaggregator.core.access.AuditLog;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** Reads {@code audit_entry}. Thread-safe. */
public final class PostgresAuditLog implements AuditLog {

    private final DataSource pool;

    public PostgresAuditLog(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public List<AuditEntry> list(Filter filter, int limit, OptionalLong before) {
        return Sql.of("select * from audit_entry where ? order by id desc limit ?", condition(filter, before), limit)
                .list(pool, PostgresAuditLog::read);
    }

    private static Sql condition(Filter filter, OptionalLong before) {
        List<Sql> all = new ArrayList<>();
        all.add(Sql.of("at >= ? and at < ?", Timestamps.of(filter.from()), Timestamps.of(filter.to())));
        before.ifPresent(id -> all.add(Sql.of("id < ?", id)));
        if (!filter.kinds().isEmpty()) {
            all.add(Sql.of("kind = any(?)", (Object) Sql.names(filter.kinds())));
        }
        if (!filter.actions().isEmpty()) {
            all.add(Sql.of("action = any(?)", (Object) Sql.names(filter.actions())));
        }
        filter.actor().map(actor -> Sql.of("lower(actor) = lower(?)", actor)).ifPresent(all::add);
        filter.subject().map(subject -> Sql.of("subject = ?", subject)).ifPresent(all::add);
        return Sql.joined("and", all);
    }

    private static AuditEntry read(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong("id"),
                Timestamps.read(row, "at"),
                row.getString("actor"),
                row.getString("address"),
                row.getString("request_id"),
                Action.valueOf(row.getString("action")),
                Kind.valueOf(row.getString("kind")),
                row.getString("subject"),
                Optional.ofNullable(row.getString("before")).map(JsonObject::new),
                Optional.ofNullable(row.getString("after")).map(JsonObject::new));
    }
}
