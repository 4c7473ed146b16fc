package io.logaggregator.store.postgres.commits;

import io.logaggregator.core.ledger.Advance;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.store.postgres.logs.MinuteCounts;
import io.logaggregator.store.postgres.logs.PostgresLogTail;
import io.logaggregator.store.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Notes of each transaction which log events it brings, so that those who follow find them: see {@link PostgresLogTail};
 * leaves new marks at the hours that it writes to: see {@link PostgresRevisions}; and counts the events by minute: see
 * {@link MinuteCounts}. Nobody else wants these rows, and it is one statement, since each costs a batch a trip to the
 * database.
 */
public final class IngestCommits {

    private final Connection connection;

    public IngestCommits(Connection connection) {
        this.connection = connection;
    }

    public void record(List<Advance> advances, List<LogEvent> logEvents, List<MetricSample> metricSamples)
            throws SQLException {
        HourVersions written = HourVersions.of(advances, logEvents, metricSamples);
        if (written.hours().isEmpty()) {
            return;
        }
        List<IdRange> spans = IdRange.covering(logEvents);
        MinuteCountDelta counted = MinuteCountDelta.of(logEvents);
        try (PreparedStatement insert = connection.prepareStatement("""
                with marked as (
                    insert into hour_mark (source, hour, writer, mark)
                    select source, hour, ?, %s from unnest(?::text[], ?::bigint[]) as written (source, hour)
                    order by source, hour
                    on conflict (source, hour, writer) do update set mark = excluded.mark
                ), counted as (
                    insert into log_minute (minute, level, writer, events)
                    select to_timestamp(minute * 60), level, ?, events
                    from unnest(?::bigint[], ?::integer[], ?::bigint[]) as counted (minute, level, events)
                    order by minute, level
                    on conflict (minute, level, writer) do update set events = log_minute.events + excluded.events
                )
                insert into ingest_commit (log_events, first_millis, last_millis)
                select * from (values (?::integer, ?::bigint[], ?::bigint[])) as brought (log_events) where log_events > 0
                """.formatted(HourVersions.NEW_MARK))) {
            insert.setInt(1, written.writer());
            insert.setObject(2, written.sources().toArray(String[]::new));
            insert.setObject(3, longs(written.hours()));
            insert.setInt(4, written.writer());
            insert.setObject(5, longs(counted.minutes()));
            insert.setObject(
                    6, counted.levels().stream().mapToInt(Integer::intValue).toArray());
            insert.setObject(7, longs(counted.events()));
            insert.setInt(8, logEvents.size());
            insert.setObject(9, spans.stream().mapToLong(IdRange::first).toArray());
            insert.setObject(10, spans.stream().mapToLong(IdRange::last).toArray());
            insert.executeUpdate();
        }
    }

    private static long[] longs(List<Long> numbers) {
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    /** Deletes what is too old to be followed from. The newest such row stays, as the mark up to where that was done. */
    public static void forget(Connection connection) throws SQLException {
        Sql.of("""
                delete from ingest_commit
                where tx < (select max(tx) from ingest_commit where recorded_at < now() - interval '10 minutes')
                """).update(connection);
    }

    /**
     * Deletes rows with numbers that this PostgreSQL has not given to any transaction yet: a dump brought them from another
     * one. They would count as newer than all that is new, which would then be forgotten in their place.
     */
    public static void forgetThoseOfAnotherPostgres(Connection connection) throws SQLException {
        int brought = Sql.of("delete from ingest_commit where tx >= pg_snapshot_xmax(pg_current_snapshot())")
                .update(connection);
        if (brought > 0) {
            // memory begins here
            Sql.of("insert into ingest_commit (log_events, first_millis, last_millis) values (0, '{}', '{}')")
                    .update(connection);
        }
    }
}
