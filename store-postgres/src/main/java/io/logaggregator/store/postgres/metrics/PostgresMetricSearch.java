package io.logaggregator.store.postgres.metrics;

import io.logaggregator.core.metrics.AggregatedSeries;
import io.logaggregator.core.metrics.MetricAggregation;
import io.logaggregator.core.metrics.MetricQuery;
import io.logaggregator.core.metrics.MetricSearch;
import io.logaggregator.core.metrics.MetricSeries;
import io.logaggregator.core.metrics.MetricSeries.Point;
import io.logaggregator.core.observation.MetricName;
import io.logaggregator.core.observation.MetricSample.Kind;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.store.postgres.sql.Pools;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.TimeBuckets;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Queries of {@code metric_series} and {@code metric_sample}. Thread-safe. */
public final class PostgresMetricSearch implements MetricSearch {

    static final int MAX_POINTS = 500_000;
    static final int MAX_SERIES = 2_000;
    static final int MAX_NAMES = 5_000;

    private record SeriesPoint(int series, String host, SortedMap<String, String> attributes, Point point) {}

    private final Pools pools;

    public PostgresMetricSearch(Pools pools) {
        this.pools = pools;
    }

    @Override
    public List<MetricName> names() {
        return Sql.of("""
                        select metric, max(kind) as kind, count(distinct host) as hosts, count(*) as series
                        from metric_series
                        group by metric
                        order by metric collate "C"
                        limit ?
                        """, MAX_NAMES)
                .list(
                        pools.count(),
                        row -> new MetricName(
                                row.getString("metric"),
                                Kind.values()[row.getInt("kind")],
                                row.getLong("hosts"),
                                row.getLong("series")));
    }

    /**
     * Returns the series of a metric with samples in the range: at most {@value #MAX_SERIES}, with at most {@value
     * #MAX_POINTS} points in total. Of more series, returns those of the most recently seen hosts.
     *
     * @throws IllegalArgumentException for a step that gives a single series more points
     */
    @Override
    public List<MetricSeries> series(MetricQuery query) {
        TimeBuckets steps = steps(query);
        List<SeriesPoint> points = Query.inSnapshot(
                pools.count(),
                connection -> points(query, steps, MetricSummaries.ranges(connection, steps))
                        .list(connection, PostgresMetricSearch::read));
        return gathered(query.metric(), points);
    }

    /**
     * Returns groups with samples in the range, of at most {@value #MAX_SERIES} series, as {@link #series}. Percentiles of a
     * histogram are those of its observations.
     *
     * @throws IllegalArgumentException for a step that gives a single series more points
     */
    @Override
    public List<AggregatedSeries> aggregate(MetricAggregation query) {
        TimeBuckets steps = steps(query.samples());
        int maxSeries = (int) Math.min(MAX_SERIES, MAX_POINTS / steps.count());
        return Query.inSnapshot(pools.count(), connection -> {
            Optional<String> buckets = HistogramPercentiles.isPercentile(query.function())
                    ? HistogramPercentiles.buckets(query.samples().metric(), connection)
                    : Optional.empty();
            return buckets.isPresent()
                    ? new HistogramPercentiles(query, buckets.get(), steps, maxSeries).on(connection)
                    : aggregate(query, steps, maxSeries, connection);
        });
    }

    private static List<AggregatedSeries> aggregate(
            MetricAggregation query, TimeBuckets steps, int maxSeries, Connection connection) throws SQLException {
        Map<Group, List<AggregatedSeries.Point>> points = new LinkedHashMap<>();
        MetricAggregations.points(query, steps, maxSeries)
                .list(
                        connection,
                        row -> points.computeIfAbsent(Group.read(row), group -> new ArrayList<>())
                                .add(new AggregatedSeries.Point(
                                        Timestamps.read(row, "start"), row.getDouble("value"))));
        return points.entrySet().stream()
                .map(group -> new AggregatedSeries(
                        group.getKey().host(), group.getKey().attributes(), group.getValue()))
                .toList();
    }

    private record Group(String host, SortedMap<String, String> attributes) {

        static Group read(ResultSet row) throws SQLException {
            return new Group(row.getString("host"), JsonText.readMembers(row, "names", "values"));
        }
    }

    private static TimeBuckets steps(MetricQuery query) {
        TimeBuckets steps = new TimeBuckets(query.from(), query.to(), query.step());
        if (steps.count() > MAX_POINTS) {
            throw new IllegalArgumentException("step: " + query.step() + " (expected: at most " + MAX_POINTS
                    + " steps between " + query.from() + " and " + query.to() + ')');
        }
        return steps;
    }

    /** @param summarised ranges to read from {@link MetricSummaries}, in order */
    static Sql points(MetricQuery query, TimeBuckets steps, List<TimeBuckets> summarised) {
        return Sql.of(
                """
                with series as (
                    select series.id, series.host, series.attributes,
                           array(select jsonb_object_keys(series.attributes)) as names,
                           array(select value from jsonb_each_text(series.attributes)) as values
                    from metric_series as series left join host on host.name = series.host
                    where series.metric = ? and ?
                    order by host.last_seen_at desc nulls last, series.host, series.id
                    limit ?
                ),
                point as (
                    select series_id, start,
                           min(min) as min, sum(sum) / sum(samples) as average, max(max) as max, sum(samples) as samples
                    from (?) as part
                    group by 1, 2
                )
                select series.id, series.host, series.names, series.values, start, min, average, max, samples
                from series join point on point.series_id = series.id
                order by series.host collate "C", series.attributes, series.id, start""",
                query.metric(),
                isOf(query.hosts()),
                Math.min(MAX_SERIES, MAX_POINTS / steps.count()),
                parts(steps, summarised));
    }

    static Sql isOf(List<String> hosts) {
        return hosts.isEmpty()
                ? Sql.of("true")
                : Sql.of("series.host = any (?)", (Object) hosts.toArray(String[]::new));
    }

    /** Selects minimum, maximum, sum and number of the samples of {@code series} by step, from summaries where they are valid. */
    public static Sql summarised(TimeBuckets steps, Connection connection) throws SQLException {
        return parts(steps, MetricSummaries.ranges(connection, steps));
    }

    private static Sql parts(TimeBuckets steps, List<TimeBuckets> summarised) {
        Sql series = Sql.of("select id from series");
        List<Sql> parts = new ArrayList<>();
        Instant from = steps.from();
        for (TimeBuckets range : summarised) {
            parts.add(sampled(series, steps.between(from, range.from())));
            parts.add(MetricSummaries.points(series, range));
            from = range.to();
        }
        parts.add(sampled(series, steps.between(from, steps.to())));
        return Sql.joined("union all", parts);
    }

    private static Sql sampled(Sql series, TimeBuckets steps) {
        return Sql.of(
                """
                select series_id, ? as start, min(value) as min, max(value) as max, sum(value) as sum, count(*) as samples
                from metric_sample
                where series_id in (?) and observed_at >= ? and observed_at < ?
                group by 1, 2""", steps.startOf("observed_at"), series, Timestamps.of(steps.from()), Timestamps.of(steps.to()));
    }

    private static SeriesPoint read(ResultSet row) throws SQLException {
        return new SeriesPoint(
                row.getInt("id"),
                row.getString("host"),
                JsonText.readMembers(row, "names", "values"),
                new Point(
                        Timestamps.read(row, "start"),
                        row.getDouble("min"),
                        row.getDouble("average"),
                        row.getDouble("max"),
                        row.getLong("samples")));
    }

    private static List<MetricSeries> gathered(String metric, List<SeriesPoint> points) {
        Map<Integer, List<SeriesPoint>> bySeries = new LinkedHashMap<>();
        points.forEach(point -> bySeries.computeIfAbsent(point.series, series -> new ArrayList<>())
                .add(point));
        return bySeries.values().stream()
                .map(series -> new MetricSeries(
                        series.getFirst().host,
                        metric,
                        series.getFirst().attributes,
                        series.stream().map(SeriesPoint::point).toList()))
                .toList();
    }
}
