package io.logaggregator.store.postgres.commits;

import io.logaggregator.core.ledger.Advance;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.store.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Records of committed ingest transactions: the id ranges of their log events for {@link
 * io.logaggregator.core.logs.LogTail}, new versions of the hours that they change for {@link PostgresRevisions}, and
 * counts of log events by minute for histograms. No other session writes these rows; one statement saves round trips.
 */
public final class IngestCommits {

    private final Connection connection;

    public IngestCommits(Connection connection) {
        this.connection = connection;
    }

    public void record(List<Advance> advances, List<LogEvent> logEvents, List<MetricSample> metricSamples)
            throws SQLException {
        HourVersions hours = HourVersions.of(advances, logEvents, metricSamples);
        if (hours.hours().isEmpty()) {
            return;
        }
        List<IdRange> ranges = IdRange.covering(logEvents);
        MinuteCountDelta counts = MinuteCountDelta.of(logEvents);
        Sql.of(
                        """
                        with marked as (
                            insert into hour_mark (source, hour, writer, mark)
                            select source, hour, ?, %s from unnest(?::text[], ?::bigint[]) as written (source, hour)
                            order by source, hour
                            on conflict (source, hour, writer) do update set mark = excluded.mark
                        ), counted as (
                            insert into log_minute (minute, level, canary, writer, events)
                            select to_timestamp(minute * 60), level, canary, ?, events
                            from unnest(?::bigint[], ?::integer[], ?::boolean[], ?::bigint[])
                                 as counted (minute, level, canary, events)
                            order by minute, level, canary
                            on conflict (minute, level, canary, writer) do update set events = log_minute.events + excluded.events
                        )
                        insert into ingest_commit (events, first_millis, last_millis)
                        select * from (values (?::integer, ?::bigint[], ?::bigint[])) as brought (events) where events > 0
                        """.formatted(HourVersions.NEW_VERSION),
                        hours.writer(),
                        hours.sources().toArray(String[]::new),
                        longs(hours.hours()),
                        hours.writer(),
                        longs(counts.minutes()),
                        counts.levels().stream().mapToInt(Integer::intValue).toArray(),
                        counts.canary().toArray(Boolean[]::new),
                        longs(counts.events()),
                        logEvents.size(),
                        ranges.stream().mapToLong(IdRange::first).toArray(),
                        ranges.stream().mapToLong(IdRange::last).toArray())
                .update(connection);
    }

    private static long[] longs(List<Long> numbers) {
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    /** Deletes rows too old for the live tail. The newest such row stays and marks how far rows were deleted. */
    public static void deleteOld(Connection connection) throws SQLException {
        Sql.of("""
                delete from ingest_commit
                where tx < (select max(tx) from ingest_commit where recorded_at < now() - interval '10 minutes')
                """).update(connection);
    }

    /**
     * Deletes rows with transaction ids that this PostgreSQL has not assigned yet: a dump restored them from another
     * server. They would count as newer than all new rows, which would then be deleted instead.
     */
    public static void deleteForeign(Connection connection) throws SQLException {
        int deleted = Sql.of("delete from ingest_commit where tx >= pg_snapshot_xmax(pg_current_snapshot())")
                .update(connection);
        if (deleted > 0) {
            // the live tail starts here
            Sql.of("insert into ingest_commit (events, first_millis, last_millis) values (0, '{}', '{}')")
                    .update(connection);
        }
    }

    /**
     * The number of log events of a transaction by minute and level: rows of {@code log_minute}.
     *
     * @param minutes since 1970
     * @param levels severity numbers
     * @param canary whether the events are those of the canary
     */
    private record MinuteCountDelta(List<Long> minutes, List<Integer> levels, List<Boolean> canary, List<Long> events) {
        private static final int SECONDS = 60;
        private static final int LEVELS = Level.FATAL.severityNumber() + 1;

        static MinuteCountDelta of(List<LogEvent> logEvents) {
            TreeMap<Long, long[]> byMinute = new TreeMap<>();
            long last = Long.MIN_VALUE;
            long[] counts = {};
            for (LogEvent event : logEvents) {
                long minute = Math.floorDiv(event.observedAt().getEpochSecond(), SECONDS);
                if (minute != last) { // most events are of the same minute as the previous one
                    counts = byMinute.computeIfAbsent(minute, first -> new long[2 * LEVELS]);
                    last = minute;
                }
                counts[event.level().severityNumber() + (event.isCanary() ? LEVELS : 0)]++;
            }
            MinuteCountDelta delta =
                    new MinuteCountDelta(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            byMinute.forEach(delta::add);
            return delta;
        }

        private void add(long minute, long[] counts) {
            for (int index = 0; index < counts.length; index++) {
                if (counts[index] > 0) {
                    minutes.add(minute);
                    levels.add(index % LEVELS);
                    canary.add(index >= LEVELS);
                    events.add(counts[index]);
                }
            }
        }
    }
}
