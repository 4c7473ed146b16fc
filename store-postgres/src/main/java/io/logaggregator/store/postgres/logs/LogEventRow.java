package io.logaggregator.store.postgres.logs;

import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Reads log events from rows of {@code log_event}. */
public final class LogEventRow {

    static final Sql COLUMNS = Sql.of("""
            id, observed_at, received_at, host, level, message, environment, application, component, correlation_id,
            tags, attributes""");

    private LogEventRow() {}

    static LogEvent read(ResultSet row) throws SQLException {
        return new LogEvent(
                row.getObject("id", UUID.class),
                Timestamps.read(row, "observed_at"),
                Timestamps.read(row, "received_at"),
                row.getString("host"),
                level(row.getInt("level")),
                row.getString("message"),
                row.getString("environment"),
                row.getString("application"),
                row.getString("component"),
                row.getString("correlation_id"),
                List.of((String[]) row.getArray("tags").getArray()),
                new JsonObject(row.getString("attributes")));
    }

    public static Level level(int severityNumber) {
        return Level.ofSeverityNumber(severityNumber)
                .orElseThrow(() -> new IllegalStateException("level: " + severityNumber + " (expected: 1 to 24)"));
    }
}
