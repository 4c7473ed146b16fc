package io.logaggregator.store.postgres.metrics;

import io.logaggregator.core.metrics.AggregatedSeries;
import io.logaggregator.core.metrics.HistogramQuantile;
import io.logaggregator.core.metrics.MetricAggregation;
import io.logaggregator.core.metrics.MetricFunction;
import io.logaggregator.core.metrics.MetricQuery;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.TimeBuckets;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Percentiles of histograms, from the increases of their buckets within a step. A bucket is a series with an upper bound,
 * {@code le}, that counts all observations up to it. Series suffice: they have kinds, restarts, summaries and retention like
 * others.
 */
public record HistogramPercentiles(MetricAggregation query, String metric, TimeBuckets steps, int maxSeries) {

    private static final String BUCKET = "_bucket";
    private static final String BOUND = "le";

    /** Digits of a bound. */
    private static final int MAX_BOUND_LENGTH = 32;

    private static final Comparator<Group> ORDER =
            Comparator.comparing(Group::host).thenComparing(group -> group.attributes.toString());

    /** Whether a query is for percentiles. */
    static boolean isPercentile(MetricFunction function) {
        return quantile(function).isPresent();
    }

    /** The quantile of a function; empty if it is for no percentile. */
    public static OptionalDouble quantile(MetricFunction function) {
        return switch (function) {
            case P50 -> OptionalDouble.of(0.5);
            case P95 -> OptionalDouble.of(0.95);
            case P99 -> OptionalDouble.of(0.99);
            case RATE, INCREASE, AVG, MIN, MAX, SUM -> OptionalDouble.empty();
        };
    }

    /** Returns the metric of the buckets if a name is that of a histogram: with the suffix, or without series of its own. */
    public static Optional<String> buckets(String name, Connection connection) throws SQLException {
        String metric = name.endsWith(BUCKET) ? name : name + BUCKET;
        return Sql.of("""
                        select exists (select from metric_series where metric = ? and attributes ->> 'le' is not null)
                               and (? or not exists (select from metric_series where metric = ?)) as is_histogram""", metric, metric.equals(name), name)
                        .first(connection, row -> row.getBoolean("is_histogram"))
                        .orElse(false)
                ? Optional.of(metric)
                : Optional.empty();
    }

    private record Group(String host, SortedMap<String, String> attributes) {

        static Group of(String host, SortedMap<String, String> attributes, Optional<List<String>> groupBy) {
            return groupBy.map(names -> {
                        SortedMap<String, String> kept = new TreeMap<>(attributes);
                        kept.keySet().retainAll(names);
                        return new Group(names.contains("host") ? host : "", kept);
                    })
                    .orElseGet(() -> new Group(host, attributes));
        }
    }

    /**
     * A series of buckets.
     *
     * @param histogram the series without the bound
     */
    private record Bucket(int id, int kind, double bound, Group histogram) {}

    List<AggregatedSeries> on(Connection connection) throws SQLException {
        List<Bucket> buckets = buckets(connection);
        Map<Group, Integer> histograms = new LinkedHashMap<>();
        Map<Group, Integer> groups = new LinkedHashMap<>();
        int[] histogramOf = new int[buckets.size()];
        int[] groupOf = new int[buckets.size()];
        for (int index = 0; index < buckets.size(); index++) {
            Group histogram = buckets.get(index).histogram;
            histogramOf[index] = histograms.computeIfAbsent(histogram, key -> histograms.size());
            groupOf[index] = groups.computeIfAbsent(
                    Group.of(histogram.host, histogram.attributes, query.groupBy()), key -> groups.size());
        }
        Collector collector = new Collector(List.copyOf(groups.keySet()));
        counts(buckets, histogramOf, groupOf).list(connection, row -> {
            collector.add(row);
            return true;
        });
        return collector.series();
    }

    private List<Bucket> buckets(Connection connection) throws SQLException {
        MetricQuery samples = query.samples();
        List<Bucket> buckets = new ArrayList<>();
        Sql.of("""
                select series.id, series.kind, series.host, array(select jsonb_object_keys(attributes)) as names,
                       array(select value from jsonb_each_text(attributes)) as values
                from metric_series as series left join host as known on known.name = series.host
                where series.metric = ? and ?
                order by known.last_seen_at desc nulls last, series.host, series.id
                limit ?""", metric, PostgresMetricSearch.isOf(samples.hosts()), maxSeries)
                .list(connection, row -> {
                    SortedMap<String, String> attributes = new TreeMap<>(JsonText.readMembers(row, "names", "values"));
                    OptionalDouble bound = bound(attributes.remove(BOUND));
                    if (bound.isPresent()) {
                        buckets.add(new Bucket(
                                row.getInt("id"),
                                row.getInt("kind"),
                                bound.getAsDouble(),
                                new Group(row.getString("host"), attributes)));
                    }
                    return true;
                });
        return buckets;
    }

    private static OptionalDouble bound(@Nullable String text) {
        if (text == null || text.length() > MAX_BOUND_LENGTH) {
            return OptionalDouble.empty();
        }
        if (text.equals("+Inf")) {
            return OptionalDouble.of(Double.POSITIVE_INFINITY);
        }
        try {
            double bound = Double.parseDouble(text);
            return Double.isNaN(bound) ? OptionalDouble.empty() : OptionalDouble.of(bound);
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /**
     * Selects the observations between the bounds of consecutive buckets of an instant, summed by group and step. A delta may
     * lack buckets of other instants.
     */
    private Sql counts(List<Bucket> buckets, int[] histogramOf, int[] groupOf) {
        int[] ids = buckets.stream().mapToInt(Bucket::id).toArray();
        return Sql.of(
                """
                with series as (
                    select * from unnest(?::int[], ?::int[], ?::int[], ?::int[], ?::float8[])
                                  as series (id, kind, histogram, part_of, bound)
                ),
                increase as (
                    select histogram, part_of, bound, observed_at,
                           case when kind = 2 then value
                                when value < before then value
                                else value - before end as increase
                    from (select series_id, observed_at, value, lag(value) over samples as before
                          from metric_sample
                          where series_id = any (?::int[]) and observed_at >= ? and observed_at < ?
                          window samples as (partition by series_id order by observed_at)) as sample
                    join series on series.id = series_id
                    where observed_at >= ? and (kind = 2 or before is not null)
                ),
                bucket as (
                    select part_of, bound, observed_at,
                           increase - coalesce(max(increase) over lower, 0) as observations
                    from increase
                    window lower as (partition by histogram, observed_at order by bound
                                     rows between unbounded preceding and 1 preceding)
                )
                select part_of, ? as start, bound, sum(greatest(observations, 0)) as observations
                from bucket
                group by 1, 2, 3
                order by 1, 2""",
                ids,
                buckets.stream().mapToInt(Bucket::kind).toArray(),
                histogramOf,
                groupOf,
                buckets.stream().mapToDouble(Bucket::bound).toArray(),
                ids,
                Timestamps.of(steps.from().minus(MetricAggregation.LOOK_BACK)),
                Timestamps.of(steps.to()),
                Timestamps.of(steps.from()),
                steps.startOf("observed_at"));
    }

    /** Computes the percentile of each group and step, of which one is in memory. */
    private final class Collector {

        private final List<Group> groups;
        private final double quantile = quantile(query.function()).orElseThrow();
        private final Map<Group, List<AggregatedSeries.Point>> points = new TreeMap<>(ORDER);
        private final SortedMap<Double, Double> counts = new TreeMap<>();
        private int group = -1;
        private Instant start = Instant.MIN;

        Collector(List<Group> groups) {
            this.groups = groups;
        }

        void add(ResultSet row) throws SQLException {
            int nextGroup = row.getInt("part_of");
            Instant nextStart = Timestamps.read(row, "start");
            if (nextGroup != group || !nextStart.equals(start)) {
                finish();
                group = nextGroup;
                start = nextStart;
            }
            counts.put(row.getDouble("bound"), row.getDouble("observations"));
        }

        private void finish() {
            HistogramQuantile.of(quantile, counts)
                    .ifPresent(value -> points.computeIfAbsent(groups.get(group), key -> new ArrayList<>())
                            .add(new AggregatedSeries.Point(start, value)));
            counts.clear();
        }

        List<AggregatedSeries> series() {
            finish();
            return points.entrySet().stream()
                    .map(entry ->
                            new AggregatedSeries(entry.getKey().host, entry.getKey().attributes, entry.getValue()))
                    .toList();
        }
    }
}
