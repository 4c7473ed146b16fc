package io.logaggregator.store.postgres;

import io.logaggregator.domain.LogEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Notes of each transaction which log events it brings, so that those who follow find them: see {@link PostgresLogTail}.
 * One row, whose key nobody else has.
 */
final class IngestCommits {

    private final Connection connection;

    IngestCommits(Connection connection) {
        this.connection = connection;
    }

    void note(List<LogEvent> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        List<IdSpan> spans = IdSpan.covering(events);
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into ingest_commit (log_events, first_millis, last_millis) values (?, ?, ?)
                """)) {
            insert.setInt(1, events.size());
            insert.setObject(2, spans.stream().mapToLong(IdSpan::first).toArray());
            insert.setObject(3, spans.stream().mapToLong(IdSpan::last).toArray());
            insert.executeUpdate();
        }
    }

    /** Deletes what is too old to be followed from. The newest such row stays, as the mark up to where that was done. */
    static void forget(Connection connection) throws SQLException {
        Sql.of("""
                delete from ingest_commit
                where tx < (select max(tx) from ingest_commit where recorded_at < now() - interval '10 minutes')
                """).update(connection);
    }
}
