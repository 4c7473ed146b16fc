package io.logaggregator.store.postgres.metrics;

import static java.util.Comparator.comparing;

import io.logaggregator.store.postgres.commits.HourVersions;
import io.logaggregator.store.postgres.commits.PostgresRevisions;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.TimeBuckets;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The table {@code metric_summary}: one row per series and half hour, computed by maintenance for closed hours. A summary is
 * valid while its hour has the revision it was computed from: queries skip summaries of changed hours, and maintenance
 * computes them again.
 */
public final class MetricSummaries {

    static final Duration LENGTH = Duration.ofMinutes(30);

    /** Samples seldom arrive later. */
    private static final Duration LATE = Duration.ofMinutes(5);

    private static final Duration HOUR = Duration.ofHours(1);

    /** Hours per run, the newest first. */
    private static final int MAX_HOURS = 1_000;

    /** Each range is a part of the statement; beyond that number, samples are read for the shortest ones. */
    private static final int MAX_RANGES = 20;

    private static final String MARKED =
            "select hour, " + PostgresRevisions.REVISION + " as revision from hour_mark where source = '"
                    + PostgresRevisions.METRIC_SAMPLE + "' and ? group by hour";

    private MetricSummaries() {}

    /** Selects closed hours without a valid summary that have a partition for it. */
    public static Sql due(Instant now) {
        return Sql.of("""
                select marked.hour
                from (?) as marked left join summarised_hour on summarised_hour.hour = marked.hour
                where marked.revision is distinct from summarised_hour.revision
                      and to_regclass('metric_summary_' || to_char(
                          to_timestamp(marked.hour * 3600) at time zone 'UTC', 'YYYYMMDD')) is not null
                order by marked.hour desc
                limit ?""", Sql.of(MARKED, Sql.of("hour < ?", HourVersions.of(now.minus(LATE)))), MAX_HOURS);
    }

    /** Computes the summaries of an hour, in one statement, so that revision and samples are of one snapshot. */
    public static Sql of(long hour) {
        return Sql.of(
                """
                with summarised as (
                    insert into metric_summary (series_id, observed_at, min, max, sum, samples)
                    select series_id, date_bin(?::interval, observed_at, 'epoch'),
                           min(value), max(value), sum(value), count(*)
                    from metric_sample where observed_at >= ? and observed_at < ?
                    group by 1, 2
                    on conflict (series_id, observed_at) do update
                    set min = excluded.min, max = excluded.max, sum = excluded.sum, samples = excluded.samples
                )
                insert into summarised_hour (hour, revision) ?
                on conflict (hour) do update set revision = excluded.revision""",
                LENGTH.toString(),
                Timestamps.of(HourVersions.begin(hour)),
                Timestamps.of(HourVersions.begin(hour + 1)),
                Sql.of(MARKED, Sql.of("hour = ?", hour)));
    }

    /** Returns the time ranges with valid summaries, in order. */
    static List<TimeBuckets> ranges(Connection connection, TimeBuckets steps) throws SQLException {
        if (!steps.areMultiplesOf(LENGTH)) {
            return List.of();
        }
        List<TimeBuckets> ranges = new ArrayList<>();
        for (long hour : validHours(steps).list(connection, row -> row.getLong("hour"))) {
            Instant begin = HourVersions.begin(hour);
            boolean continues = !ranges.isEmpty() && ranges.getLast().to().equals(begin);
            Instant from = continues ? ranges.removeLast().from() : begin;
            ranges.add(steps.between(from, begin.plus(HOUR)));
        }
        return ranges.stream()
                .sorted(comparing(TimeBuckets::length).reversed())
                .limit(MAX_RANGES)
                .sorted(comparing(TimeBuckets::from))
                .toList();
    }

    private static Sql validHours(TimeBuckets steps) {
        Instant from = Timestamps.storable(steps.from()).plus(HOUR).minusNanos(1);
        Instant to = Timestamps.storable(steps.to());
        Sql marked = Sql.of(MARKED, Sql.of("hour >= ? and hour < ?", HourVersions.of(from), HourVersions.of(to)));
        return Sql.of(
                "select hour from (?) as marked join summarised_hour using (hour, revision) order by hour", marked);
    }

    /** Selects sums by series and step in a range. */
    static Sql points(Sql series, TimeBuckets range) {
        return Sql.of(
                """
                select series_id, ? as start, min(min) as min, max(max) as max, sum(sum) as sum, sum(samples) as samples
                from metric_summary
                where series_id in (?) and observed_at >= ? and observed_at < ?
                group by 1, 2""", range.startOf("observed_at"), series, Timestamps.of(range.from()), Timestamps.of(range.to()));
    }
}
