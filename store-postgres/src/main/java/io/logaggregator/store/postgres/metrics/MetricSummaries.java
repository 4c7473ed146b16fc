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
 * {@code metric_summary}: half an hour of each series as one row, made by upkeep of hours that are over. A summary is true
 * for as long as its hour has the revision it was made of: whoever reads leaves out those of other hours, and upkeep makes
 * them again.
 */
public final class MetricSummaries {

    static final Duration LENGTH = Duration.ofMinutes(30);

    /** Agents and queues are seldom later. */
    private static final Duration LATE = Duration.ofMinutes(5);

    private static final Duration HOUR = Duration.ofHours(1);

    /** Hours, the newest first; the others at the next upkeep. */
    private static final int MOST_AT_ONCE = 1_000;

    /** Each is a part of the statement. Where so much came late, samples do for the shorter ones. */
    private static final int MOST_STRETCHES = 20;

    private static final String MARKED =
            "select hour, " + PostgresRevisions.REVISION + " as revision from hour_mark where source = '"
                    + PostgresRevisions.METRIC_SAMPLE + "' and ? group by hour";

    private MetricSummaries() {}

    /** The hours that are over and have no true summary, but a partition to put it into. */
    public static Sql due(Instant now) {
        return Sql.of("""
                select marked.hour
                from (?) as marked left join summarised_hour on summarised_hour.hour = marked.hour
                where marked.revision is distinct from summarised_hour.revision
                      and to_regclass('metric_summary_' || to_char(
                          to_timestamp(marked.hour * 3600) at time zone 'UTC', 'YYYYMMDD')) is not null
                order by marked.hour desc
                limit ?""", Sql.of(MARKED, Sql.of("hour < ?", HourVersions.of(now.minus(LATE)))), MOST_AT_ONCE);
    }

    /** Makes those of an hour. It is one statement, so that revision and samples are of the same instant. */
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

    /** What can be read of the summaries at this moment: stretches of time in their order, between them what cannot. */
    static List<TimeBuckets> stretches(Connection connection, TimeBuckets asked) throws SQLException {
        if (!asked.areMultiplesOf(LENGTH)) {
            return List.of();
        }
        List<TimeBuckets> stretches = new ArrayList<>();
        for (long hour : trueHours(asked).list(connection, row -> row.getLong("hour"))) {
            Instant begin = HourVersions.begin(hour);
            boolean goesOn = !stretches.isEmpty() && stretches.getLast().to().equals(begin);
            Instant from = goesOn ? stretches.removeLast().from() : begin;
            stretches.add(asked.between(from, begin.plus(HOUR)));
        }
        return stretches.stream()
                .sorted(comparing(TimeBuckets::length).reversed())
                .limit(MOST_STRETCHES)
                .sorted(comparing(TimeBuckets::from))
                .toList();
    }

    private static Sql trueHours(TimeBuckets asked) {
        Instant from = Timestamps.storable(asked.from()).plus(HOUR).minusNanos(1);
        Instant to = Timestamps.storable(asked.to());
        Sql marked = Sql.of(MARKED, Sql.of("hour >= ? and hour < ?", HourVersions.of(from), HourVersions.of(to)));
        return Sql.of(
                "select hour from (?) as marked join summarised_hour using (hour, revision) order by hour", marked);
    }

    /** Sums by series and step of one of the stretches. */
    static Sql points(Sql series, TimeBuckets stretch) {
        return Sql.of(
                """
                select series_id, ? as start, min(min) as min, max(max) as max, sum(sum) as sum, sum(samples) as samples
                from metric_summary
                where series_id in (?) and observed_at >= ? and observed_at < ?
                group by 1, 2""",
                stretch.startOf("observed_at"),
                series,
                Timestamps.of(stretch.from()),
                Timestamps.of(stretch.to()));
    }
}
