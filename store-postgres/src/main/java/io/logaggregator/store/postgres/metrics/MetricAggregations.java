package io.logaggregator.store.postgres.metrics;

import io.logaggregator.core.metrics.MetricAggregation;
import io.logaggregator.core.metrics.MetricFunction;
import io.logaggregator.core.metrics.MetricQuery;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.TimeBuckets;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SQL of {@link MetricAggregation}: columns {@code host}, {@code names}, {@code values}, {@code start}, {@code value}. */
final class MetricAggregations {

    private MetricAggregations() {}

    static Sql points(MetricAggregation query, TimeBuckets steps, int maxSeries) {
        return Sql.of(
                """
                with series as (?),
                point as (?)
                select host,
                       array(select jsonb_object_keys(attributes)) as names,
                       array(select value from jsonb_each_text(attributes)) as values,
                       start, value
                from point where value is not null
                order by host collate "C", attributes, start""",
                series(query.samples(), query.groupBy().orElse(null), maxSeries),
                switch (query.function()) {
                    case RATE, INCREASE -> changes(query.function(), steps);
                    case SUM -> sums(steps);
                    case AVG -> values("avg(value)", steps);
                    case MIN -> values("min(value)", steps);
                    case MAX -> values("max(value)", steps);
                    case P50 -> values("percentile_cont(0.5) within group (order by value)", steps);
                    case P95 -> values("percentile_cont(0.95) within group (order by value)", steps);
                    case P99 -> values("percentile_cont(0.99) within group (order by value)", steps);
                });
    }

    /** The series, with host and attributes of their groups. */
    private static Sql series(MetricQuery query, @Nullable List<String> groupBy, int maxSeries) {
        Sql group = groupBy == null
                ? Sql.of("series.host, series.attributes")
                : Sql.of(
                        "? as host, (select coalesce(jsonb_object_agg(key, value), '{}')"
                                + " from jsonb_each(series.attributes) where key = any (?)) as attributes",
                        Sql.of(groupBy.contains("host") ? "series.host" : "''"),
                        groupBy.stream().filter(name -> !name.equals("host")).toArray(String[]::new));
        return Sql.of("""
                select series.id, series.kind, ?
                from metric_series as series left join host as known on known.name = series.host
                where series.metric = ? and ?
                order by known.last_seen_at desc nulls last, series.host, series.id
                limit ?""", group, query.metric(), PostgresMetricSearch.isOf(query.hosts()), maxSeries);
    }

    private static Sql values(String function, TimeBuckets steps) {
        return Sql.of(
                """
                select host, attributes, ? as start, ? as value
                from metric_sample join series on series.id = series_id
                where series_id in (select id from series) and observed_at >= ? and observed_at < ?
                group by 1, 2, 3""",
                steps.startOf("observed_at"),
                Sql.of(function),
                Timestamps.of(steps.from()),
                Timestamps.of(steps.to()));
    }

    private static Sql sums(TimeBuckets steps) {
        return Sql.of("""
                select host, attributes, start, sum(average) as value
                from (select series_id, ? as start, avg(value) as average
                      from metric_sample
                      where series_id in (select id from series) and observed_at >= ? and observed_at < ?
                      group by 1, 2) as part
                join series on series.id = series_id
                group by 1, 2, 3""", steps.startOf("observed_at"), Timestamps.of(steps.from()), Timestamps.of(steps.to()));
    }

    /** Increases between consecutive samples belong to the step of the later one. */
    private static Sql changes(MetricFunction function, TimeBuckets steps) {
        boolean rate = function == MetricFunction.RATE;
        return Sql.of(
                """
                select host, attributes, start, sum(?) as value
                from (select series_id, ? as start,
                             sum(case when kind = 2 then value
                                      when value < before then value
                                      else value - before end) as increase,
                             sum(extract(epoch from observed_at - before_at)) as seconds
                      from (select series_id, observed_at, value,
                                   lag(value) over samples as before, lag(observed_at) over samples as before_at
                            from metric_sample
                            where series_id in (select id from series) and observed_at >= ? and observed_at < ?
                            window samples as (partition by series_id order by observed_at)) as sample
                      join series on series.id = series_id
                      where observed_at >= ? and (before_at is not null ?)
                      group by 1, 2) as part
                join series on series.id = series_id
                group by 1, 2, 3""",
                Sql.of(rate ? "increase / nullif(seconds, 0)" : "increase"),
                steps.startOf("observed_at"),
                Timestamps.of(steps.from().minus(MetricAggregation.LOOK_BACK)),
                Timestamps.of(steps.to()),
                Timestamps.of(steps.from()),
                Sql.of(rate ? "" : "or kind = 2"));
    }
}
