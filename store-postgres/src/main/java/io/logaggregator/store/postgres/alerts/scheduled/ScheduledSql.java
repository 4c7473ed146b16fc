package io.logaggregator.store.postgres.alerts.scheduled;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.kinds.Aggregate;
import io.logaggregator.core.alerting.kinds.Change;
import io.logaggregator.core.alerting.kinds.Forecast;
import io.logaggregator.core.alerting.kinds.Forecast.Direction;
import io.logaggregator.core.alerting.kinds.Ratio;
import io.logaggregator.core.alerting.kinds.ScheduledQuery;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.metrics.HistogramQuantile;
import io.logaggregator.store.postgres.alerts.EventGroups;
import io.logaggregator.store.postgres.logs.PostgresLogSearch;
import io.logaggregator.store.postgres.metrics.HistogramPercentiles;
import io.logaggregator.store.postgres.metrics.PostgresMetricSearch;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.store.postgres.sql.LikePattern;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.TimeBuckets;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One statement per query: reads the samples or events of the whole range once, and counts each for all times in whose
 * windows it is. Its rows are ordered by subject and time.
 */
public final class ScheduledSql {

    private ScheduledSql() {}

    /**
     * Builds the statement of a query.
     *
     * @param maxSubjects rows to return for a single time
     */
    public static Sql of(ScheduledQuery query, int maxSubjects, Connection connection) throws SQLException {
        return switch (query.condition()) {
            case Aggregate aggregate -> {
                Optional<String> buckets =
                        HistogramPercentiles.quantile(aggregate.fn()).isPresent()
                                ? HistogramPercentiles.buckets(aggregate.metric(), connection)
                                : Optional.empty();
                yield buckets.isPresent()
                        ? histograms(query, aggregate, buckets.get(), maxSubjects)
                        : aggregate(query, aggregate, maxSubjects);
            }
            case Change change -> change(query, change, maxSubjects);
            case Ratio ratio -> ratio(query, ratio, maxSubjects);
            case Forecast forecast -> forecast(query, forecast, maxSubjects, connection);
        };
    }

    /** Passes a row to the sink. */
    public static void read(ScheduledQuery query, ResultSet row, ScheduledQuery.Sink sink) throws SQLException {
        Instant at = Timestamps.read(row, "at");
        Double[] numbers = (Double[]) row.getArray("numbers").getArray();
        List<Point> stored = new ArrayList<>(numbers.length);
        OptionalDouble quantile = quantile(query);
        Array bounds = quantile.isPresent() ? row.getArray("bounds") : null;
        if (bounds != null) {
            HistogramQuantile.of(quantile.getAsDouble(), counts((Double[]) bounds.getArray(), numbers))
                    .ifPresent(value -> stored.add(new Point(at, value)));
            if (stored.isEmpty()) {
                return;
            }
        } else if (query.condition() instanceof Forecast) {
            Long[] ends = (Long[]) row.getArray("ends").getArray();
            for (int index = 0; index < numbers.length; index++) {
                stored.add(new Point(Instant.ofEpochSecond(ends[index]), numbers[index]));
            }
        } else {
            for (double number : numbers) {
                stored.add(new Point(at, number));
            }
        }
        sink.accept(labels(query, row), at, stored);
    }

    private static OptionalDouble quantile(ScheduledQuery query) {
        return query.condition() instanceof Aggregate aggregate
                ? HistogramPercentiles.quantile(aggregate.fn())
                : OptionalDouble.empty();
    }

    private static SortedMap<Double, Double> counts(Double[] bounds, Double[] numbers) {
        SortedMap<Double, Double> counts = new TreeMap<>();
        for (int index = 0; index < bounds.length; index++) {
            counts.put(bounds[index], numbers[index]);
        }
        return counts;
    }

    private static Labels labels(ScheduledQuery query, ResultSet row) throws SQLException {
        if (query.condition() instanceof Ratio ratio) {
            return EventGroups.labels(row, ratio.groupBy());
        }
        SortedMap<String, String> attributes = JsonText.readMembers(row, "names", "values");
        String host = row.getString("host");
        return host == null ? new Labels(attributes) : Labels.ofHost(host, attributes);
    }

    /** An upper bound of a bucket; others have no number. */
    private static final String BOUND = "^[+-]?([0-9]{1,20}([.][0-9]{0,20})?(e[+-]?[0-9]{1,2})?|inf)$";

    private static Sql host(Aggregate aggregate) {
        return Sql.of(
                aggregate.groupBy().contains(Labels.HOST)
                        ? "min(series.host collate \"C\") over (partition by lower(series.host))" // a spelling of the
                        // name
                        : "null::text");
    }

    private static Sql attributes(Aggregate aggregate) {
        return Sql.of(
                "(select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(series.attributes) where key = any (?))",
                (Object) aggregate.groupBy().stream()
                        .filter(name -> !name.equals(Labels.HOST))
                        .toArray(String[]::new));
    }

    /**
     * The observations between the bounds of consecutive buckets, from the increases of the buckets within the window. A
     * histogram is the series of its buckets without their bounds.
     */
    private static Sql histograms(ScheduledQuery query, Aggregate aggregate, String metric, int maxSubjects) {
        Sql identity = Sql.of("""
                series.host as source, series.attributes - 'le' as histogram,
                case when series.attributes ->> 'le' ~* ? then series.attributes ->> 'le' end::float8 as bound""", BOUND);
        return Sql.of(
                """
                with series as materialized (?),
                bucket as (
                    select at, host, attributes, bound,
                           value - coalesce(max(value) over (
                               partition by at, source, histogram order by bound
                               rows between unbounded preceding and 1 preceding), 0) as observations
                    from (?) as part join series using (id)
                    where bound is not null
                ),
                value as (
                    select at, host, attributes, bound, sum(greatest(observations, 0)) as observations
                    from bucket group by 1, 2, 3, 4
                )
                select at, host, ?, array_agg(observations order by bound) as numbers, array_agg(bound order by bound) as bounds
                from value
                group by at, host, attributes
                order by host collate "C", attributes, at
                limit ?""",
                series(
                        metric,
                        query.matchers(),
                        Sql.of("? as host, ? as attributes, ?", host(aggregate), attributes(aggregate), identity)),
                increases("increase", query),
                Sql.of(NAMES_AND_VALUES),
                limit(query, maxSubjects));
    }

    private static Sql aggregate(ScheduledQuery query, Aggregate aggregate, int maxSubjects) {
        return Sql.of(
                """
                with series as materialized (?), value as (?)
                select at, host, ?, array[value] as numbers, null::float8[] as bounds
                from value where value is not null
                order by host collate "C", attributes, at
                limit ?""",
                series(aggregate.metric(), query.matchers(), host(aggregate), attributes(aggregate)),
                switch (aggregate.fn()) {
                    case AVG -> ofSamples("avg(value)", query);
                    case MIN -> ofSamples("min(value)", query);
                    case MAX -> ofSamples("max(value)", query);
                    case P50 -> ofSamples("percentile_cont(0.5) within group (order by value)", query);
                    case P95 -> ofSamples("percentile_cont(0.95) within group (order by value)", query);
                    case P99 -> ofSamples("percentile_cont(0.99) within group (order by value)", query);
                    case SUM -> sums(averages(query, Duration.ZERO));
                    case RATE -> sums(increases("increase / seconds", query));
                    case INCREASE -> sums(increases("increase", query));
                },
                Sql.of(NAMES_AND_VALUES),
                limit(query, maxSubjects));
    }

    static final String NAMES_AND_VALUES = """
            array(select jsonb_object_keys(attributes)) as names,
            array(select value from jsonb_each_text(attributes)) as values""";

    private static Sql ofSamples(String function, ScheduledQuery query) {
        return Sql.of(
                """
                select at, host, attributes, ? as value
                from series join metric_sample on series_id = series.id cross join lateral ?
                where ? group by 1, 2, 3""",
                Sql.of(function),
                times(query, Sql.of("observed_at"), Sql.of("observed_at")),
                between(query, "observed_at", Duration.ZERO));
    }

    private static Sql sums(Sql ofSeries) {
        return Sql.of("""
                select at, host, attributes, sum(value) as value
                from (?) as part join series using (id)
                group by 1, 2, 3""", ofSeries);
    }

    /** Averages by series within the windows that end {@code ago} before the times of the query. */
    private static Sql averages(ScheduledQuery query, Duration ago) {
        Sql observedAt = ago.isZero() ? Sql.of("observed_at") : Sql.of("observed_at + ?::interval", ago.toString());
        return Sql.of("""
                select at, series.id, avg(value) as value
                from series join metric_sample on series_id = series.id cross join lateral ?
                where ? group by 1, 2""", times(query, observedAt, observedAt), between(query, "observed_at", ago));
    }

    /** Increases between consecutive samples of a window, if these cover half of it. */
    private static Sql increases(String value, ScheduledQuery query) {
        return Sql.of(
                """
                select at, id, ? as value
                from (select at, id, sum(increase) as increase, sum(seconds) as seconds
                      from (select series.id, observed_at, before_at,
                                   case when kind = 2 then value when value < before then value else value - before end
                                   as increase,
                                   extract(epoch from observed_at - before_at)::float8 as seconds
                            from series cross join lateral (
                                select observed_at, value, lag(observed_at) over samples as before_at,
                                       lag(value) over samples as before
                                from metric_sample
                                where series_id = series.id and ?
                                window samples as (order by observed_at)) as sample) as pair
                      cross join lateral ?
                      where seconds > 0 and seconds <= ?
                      group by 1, 2) as part
                where seconds >= ?""",
                Sql.of(value),
                between(query, "observed_at", Duration.ZERO),
                times(query, Sql.of("observed_at"), Sql.of("before_at")),
                (double) Condition.MAX_GAP.toSeconds(),
                query.condition().window().toMillis() / 2_000.0);
    }

    private static Sql change(ScheduledQuery query, Change change, int maxSubjects) {
        return Sql.of(
                """
                with series as materialized (?), present as (?), earlier as (?)
                select at, host, ?, array[present.value, earlier.value] as numbers
                from present join earlier using (at, id) join series using (id)
                order by host collate "C", attributes, at
                limit ?""",
                series(change.metric(), query.matchers(), Sql.of("series.host"), Sql.of("series.attributes")),
                averages(query, Duration.ZERO),
                averages(query, change.ago()),
                Sql.of(NAMES_AND_VALUES),
                limit(query, maxSubjects));
    }

    private static Sql ratio(ScheduledQuery query, Ratio ratio, int maxSubjects) {
        EventGroups groups = new EventGroups(ratio.groupBy(), query.matchers());
        Sql numerator = groups.condition(query.logConditions().getFirst());
        Sql denominator = groups.condition(query.logConditions().getLast());
        return Sql.of(
                """
                select ?at,
                       array[count(*) filter (where is_numerator), count(*) filter (where is_denominator)]::float8[] as numbers
                from (select *, ? as is_numerator, ? as is_denominator?
                      from log_record where ? and ? and ?) as event
                cross join lateral ?
                where is_numerator or is_denominator
                group by ?at
                having count(*) filter (where is_denominator) >= ?
                order by ?at
                limit ?""",
                groups.spellings(),
                numerator,
                denominator,
                groups.values(),
                PostgresLogSearch.within(
                        query.first().minus(ratio.window()), query.last().plusMillis(1)),
                between(query, "observed_at", Duration.ZERO),
                groups.matched(),
                times(query, Sql.of("observed_at"), Sql.of("observed_at")),
                groups.keys(),
                (long) ratio.minimum(),
                groups.keys(),
                limit(query, maxSubjects));
    }

    private static Sql forecast(ScheduledQuery query, Forecast forecast, int maxSubjects, Connection connection)
            throws SQLException {
        TimeBuckets hours = new TimeBuckets(query.first().minus(forecast.window()), query.last(), Forecast.HOUR);
        return Sql.of(
                """
                with series as materialized (?),
                hour as (
                    select series_id, start, ? as value from (?) as part group by 1, 2
                )
                select ?::timestamptz as at, series.host, ?,
                       array_agg(hour.value order by start) as numbers,
                       array_agg(extract(epoch from start)::bigint + ? order by start) as ends
                from series join hour on series_id = series.id
                group by series.id, series.host, series.attributes
                order by series.host collate "C", series.attributes
                limit ?""",
                series(forecast.metric(), query.matchers(), Sql.of("series.host"), Sql.of("series.attributes")),
                Sql.of(forecast.direction() == Direction.RISING ? "max(max)" : "min(min)"),
                PostgresMetricSearch.summarised(hours, connection),
                Timestamps.of(query.last()),
                Sql.of(NAMES_AND_VALUES),
                Forecast.HOUR.toSeconds(),
                (long) maxSubjects);
    }

    private static Sql series(String metric, Matchers matchers, Sql host, Sql attributes) {
        return series(metric, matchers, Sql.of("? as host, ? as attributes", host, attributes));
    }

    /** @param columns besides id and kind */
    static Sql series(String metric, Matchers matchers, Sql columns) {
        List<Sql> conditions = new ArrayList<>(List.of(Sql.of("series.metric = ?", metric)));
        if (!matchers.host().isAny()) {
            conditions.add(like(Sql.of("series.host"), matchers.host()));
        }
        for (Map.Entry<String, Glob> attribute : matchers.attributes().entrySet()) {
            conditions.add(
                    like(Sql.of("coalesce(series.attributes ->> ?, '')", attribute.getKey()), attribute.getValue()));
        }
        if (!matchers.environment().isAny()) {
            conditions.add(Sql.of("""
                    series.host in (select name from host where ?)""", like(Sql.of("environment"), matchers.environment())));
        }
        return Sql.of(
                "select series.id, series.kind, ? from metric_series as series where ?",
                columns,
                Sql.joined("and", conditions));
    }

    private static Sql like(Sql text, Glob glob) {
        return Sql.of("lower(?) like lower(?)", text, LikePattern.of(TextPattern.of(glob)));
    }

    /** The range of all windows that end {@code ago} before the times of the query. */
    private static Sql between(ScheduledQuery query, String column, Duration ago) {
        return Sql.of(
                "? > ? and ? <= ?",
                Sql.of(column),
                Timestamps.of(query.first().minus(ago).minus(query.condition().window())),
                Sql.of(column),
                Timestamps.of(query.last().minus(ago)));
    }

    /**
     * The times of the query with something in their windows.
     *
     * @param until its time
     * @param since its begin, which is in the window as well
     */
    private static Sql times(ScheduledQuery query, Sql until, Sql since) {
        if (query.first().equals(query.last())) {
            return Sql.of("(select ?::timestamptz as at) as time", Timestamps.of(query.first()));
        }
        String every = query.condition().every().toString();
        return Sql.of(
                """
                generate_series(
                    greatest(?::timestamptz, date_bin(?::interval, ? - interval '1 microsecond', 'epoch') + ?::interval),
                    least(?::timestamptz, ? + ?::interval - interval '1 microsecond'),
                    ?::interval) as time (at)""",
                Timestamps.of(query.first()),
                every,
                until,
                every,
                Timestamps.of(query.last()),
                since,
                query.condition().window().toString(),
                every);
    }

    /** A range has many rows per subject; its reader limits them. */
    private static Long limit(ScheduledQuery query, int maxSubjects) {
        return query.first().equals(query.last()) ? (long) maxSubjects : Long.MAX_VALUE;
    }
}
