package io.logaggregator.store.postgres.alerts.scheduled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.zaxxer.hikari.HikariDataSource;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.kinds.Aggregate;
import io.logaggregator.core.alerting.kinds.Change;
import io.logaggregator.core.alerting.kinds.Forecast;
import io.logaggregator.core.alerting.kinds.Ratio;
import io.logaggregator.core.alerting.kinds.ScheduledCondition;
import io.logaggregator.core.alerting.kinds.ScheduledQuery;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.AtLeast;
import io.logaggregator.core.metrics.HistogramQuantile;
import io.logaggregator.core.metrics.MetricFunction;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.MetricSample.Kind;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.StoredObservations;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.store.postgres.sql.Connections;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.testkit.TestPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The statements of scheduled rules against a direct computation, on random samples and events of half an hour. */
class ScheduledSqlIT {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant END = NOON.plus(Duration.ofMinutes(30));
    private static final Duration WINDOW = Duration.ofSeconds(70);
    private static final Duration EVERY = Duration.ofSeconds(20);
    private static final Duration AGO = Duration.ofSeconds(325);
    private static final LogCondition ERRORS = new AtLeast(Level.ERROR);

    private static TestPostgres.Database database;
    private static PostgresStore store;
    private static HikariDataSource pool;
    private static final List<MetricSample> samples = new ArrayList<>();
    private static final List<LogEvent> events = new ArrayList<>();

    @BeforeAll
    static void fill() {
        database = TestStore.newDatabase();
        store = TestStore.on(database);
        pool = new Connections(TestStore.config(database)).quickPool(2);
        Random random = new Random(22);
        for (String host : List.of("web-1", "web-2", "db-1")) {
            for (String device : List.of("a", "b")) {
                double counter = 0;
                Instant at = NOON;
                while (at.isBefore(END)) {
                    counter = random.nextInt(10) == 0 ? random.nextInt(5) : counter + random.nextInt(100);
                    Map<String, String> attributes = Map.of("device", device);
                    samples.add(new MetricSample(host, "gauge", random.nextInt(-9, 100), at, attributes));
                    samples.add(new MetricSample(
                            host, "counter", counter, at, at, Kind.CUMULATIVE, new TreeMap<>(attributes)));
                    // some on the bounds of windows, some far apart
                    at = at.plusMillis(
                            switch (random.nextInt(4)) {
                                case 0 -> 20_000 - at.toEpochMilli() % 20_000;
                                case 1 -> random.nextInt(1, 150_000);
                                default -> random.nextInt(1, 15_000);
                            });
                }
            }
        }
        addHistograms();
        Instant at = NOON;
        for (int number = 0; at.isBefore(END); number++) {
            String host = (random.nextInt(3) == 0 ? "HOST-" : "host-") + random.nextInt(3);
            events.add(event(number, at, host, random.nextInt(3) == 0 ? Level.ERROR : Level.INFO));
            at = at.plusMillis(random.nextInt(8) == 0 ? 10_000 - at.toEpochMilli() % 10_000 : random.nextInt(1, 9_000));
        }
        List<Observation> all = new ArrayList<>(samples);
        all.addAll(events);
        StoredObservations.append(store, all);
    }

    /** Of 10 observations in each step, 5 are up to 0.1 and 9 up to 1. One restarts. */
    private static void addHistograms() {
        Map<String, Integer> buckets = Map.of("0.1", 5, "1", 9, "+Inf", 10, "other", 1_000);
        for (String host : List.of("web-1", "db-1")) {
            int steps = 0;
            for (Instant at = NOON; at.isBefore(END); at = at.plusSeconds(15)) {
                steps = host.equals("db-1") && at.equals(NOON.plusSeconds(600)) ? 1 : steps + 1;
                for (Map.Entry<String, Integer> bucket : buckets.entrySet()) {
                    samples.add(new MetricSample(
                            host,
                            "latency_bucket",
                            steps * bucket.getValue(),
                            at,
                            at,
                            Kind.CUMULATIVE,
                            new TreeMap<>(Map.of("le", bucket.getKey()))));
                }
            }
        }
    }

    @AfterAll
    static void close() {
        pool.close();
        store.close();
    }

    @ParameterizedTest
    @EnumSource(MetricFunction.class)
    void aggregate_equalsDirectComputation(MetricFunction function) {
        boolean counts = function == MetricFunction.RATE || function == MetricFunction.INCREASE;
        String metric = counts ? "counter" : "gauge";
        for (List<String> groupBy : List.of(List.<String>of(), List.of("host"), List.of("device", "none"))) {
            Aggregate aggregate = new Aggregate(metric, function, groupBy, WINDOW, EVERY, Duration.ZERO);
            Map<Labels, SortedMap<Instant, Double>> expected = new HashMap<>();
            for (Instant time : times()) {
                Map<Labels, List<List<MetricSample>>> groups = new HashMap<>();
                series(metric).forEach(series -> {
                    List<MetricSample> in = inWindow(series, time);
                    if (!in.isEmpty()) {
                        groups.computeIfAbsent(group(in.getFirst(), groupBy), key -> new ArrayList<>())
                                .add(in);
                    }
                });
                groups.forEach((labels, series) -> {
                    double value = value(function, series);
                    if (Double.isFinite(value)) {
                        expected.computeIfAbsent(labels, key -> new TreeMap<>()).put(time, value);
                    }
                });
            }

            assertValues(aggregate, Matchers.ALL, expected);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"P50", "P95", "P99"})
    void percentileOfAHistogram_isThatOfItsBuckets(MetricFunction function) {
        for (List<String> groupBy : List.of(List.<String>of(), List.of("host"))) {
            Map<Labels, SortedMap<Instant, Double>> expected = new HashMap<>();
            for (Instant time : times()) {
                for (String host : List.of("web-1", "db-1")) {
                    List<MetricSample> in = inWindow(
                            samples.stream()
                                    .filter(sample -> sample.metric().equals("latency_bucket")
                                            && sample.host().equals(host)
                                            && sample.attributes().containsValue("1"))
                                    .toList(),
                            time);
                    if (!in.isEmpty()
                            && !in.getLast()
                                    .observedAt()
                                    .isBefore(in.getFirst().observedAt().plus(WINDOW.dividedBy(2)))) {
                        SortedMap<Double, Double> counts =
                                new TreeMap<>(Map.of(0.1, 50.0, 1.0, 40.0, Double.POSITIVE_INFINITY, 10.0));
                        double quantile =
                                function == MetricFunction.P50 ? 0.5 : function == MetricFunction.P95 ? 0.95 : 0.99;
                        expected.computeIfAbsent(group(in.getFirst(), groupBy), key -> new TreeMap<>())
                                .put(
                                        time,
                                        HistogramQuantile.of(quantile, counts).orElseThrow());
                    }
                }
            }

            assertThat(expected).hasSize(groupBy.isEmpty() ? 1 : 2);
            for (String metric : List.of("latency", "latency_bucket")) {
                assertValues(
                        new Aggregate(metric, function, groupBy, WINDOW, EVERY, Duration.ZERO), Matchers.ALL, expected);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Change.As.class)
    void change_comparesAverages(Change.As as) {
        Change change = new Change("gauge", WINDOW, AGO, as, EVERY, Duration.ZERO);
        Map<Labels, SortedMap<Instant, Double>> expected = new HashMap<>();
        for (List<MetricSample> series : series("gauge")) {
            MetricSample one = series.getFirst();
            for (Instant time : times()) {
                double present = mean(inWindow(series, time));
                double earlier = mean(inWindow(series, time.minus(AGO)));
                double value = as == Change.As.DELTA ? present - earlier : present / earlier;
                if (one.host().startsWith("web") && Double.isFinite(value)) {
                    expected.computeIfAbsent(Labels.ofHost(one.host(), one.attributes()), key -> new TreeMap<>())
                            .put(time, value);
                }
            }
        }

        assertValues(change, new Matchers(new Glob("WEB-?"), Glob.ANY, new TreeMap<>()), expected);
    }

    @Test
    void ratio_needsTheMinimum() {
        Ratio ratio = new Ratio("level:ERROR", "", List.of(LogField.Standard.HOST), WINDOW, 5, EVERY, Duration.ZERO);
        Map<Labels, SortedMap<Instant, Double>> expected = new HashMap<>();
        for (Instant time : times()) {
            Map<String, List<LogEvent>> byHost = events.stream()
                    .filter(event -> event.observedAt().isAfter(time.minus(WINDOW))
                            && !event.observedAt().isAfter(time))
                    .collect(Collectors.groupingBy(event -> event.host().toLowerCase(Locale.ROOT)));
            byHost.forEach((folded, ofHost) -> {
                String host = ofHost.stream()
                        .map(LogEvent::host)
                        .min(Comparator.naturalOrder())
                        .orElse(folded);
                if (ofHost.size() >= 5) {
                    double errors = ofHost.stream()
                            .filter(event -> event.level() == Level.ERROR)
                            .count();
                    expected.computeIfAbsent(Labels.ofHost(host, Map.of()), key -> new TreeMap<>())
                            .put(time, errors / ofHost.size());
                }
            });
        }

        assertValues(ratio, Matchers.ALL, expected);
    }

    @Test
    void forecast_readsThePeakOfEachHour() {
        Forecast forecast = new Forecast("gauge", 100, Forecast.Direction.RISING, Duration.ofHours(1), Duration.ZERO);
        Instant one = NOON.plus(Duration.ofHours(1));
        Map<Labels, List<Point>> read = new HashMap<>();

        read(new ScheduledQuery(forecast, Matchers.ALL, List.of(), one, one), (labels, at, stored) -> {
            assertThat(at).isEqualTo(one);
            read.put(labels, stored);
        });

        Map<Labels, List<Point>> expected = new HashMap<>();
        series("gauge")
                .forEach(series -> expected.put(
                        Labels.ofHost(
                                series.getFirst().host(), series.getFirst().attributes()),
                        List.of(new Point(
                                one,
                                series.stream()
                                        .mapToDouble(MetricSample::value)
                                        .max()
                                        .orElseThrow()))));
        assertThat(read).isEqualTo(expected);
    }

    @Test
    void statements_useIndexes() throws SQLException {
        TestStore.execute(database, """
                insert into metric_series (host, metric, attributes)
                select 'many-' || number, case when number < 50 then 'few' else 'many' end, '{}'
                from generate_series(1, 2000) as number;
                insert into metric_sample
                select series.id, '2026-11-23 14:00Z'::timestamptz + number * interval '10 seconds', number
                from metric_series as series, generate_series(1, 60) as number where series.host like 'many-%';
                insert into log_event
                select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid,
                       at, at, 'h', 9, 'm', '', '', '', '', '{}', '{}'
                from (select '2026-11-23 14:00Z'::timestamptz + number * interval '100 ms' as at
                      from generate_series(1, 20000) as number) as event;
                analyze""");
        Instant two = Instant.parse("2026-11-23T14:08:00Z");

        for (MetricFunction function : MetricFunction.values()) {
            assertThat(plan(new Aggregate("few", function, List.of(), WINDOW, EVERY, Duration.ZERO), two))
                    .contains("Index Cond: (metric = ")
                    .doesNotContain("Seq Scan on metric");
        }
        assertThat(plan(new Change("few", WINDOW, AGO, Change.As.DELTA, EVERY, Duration.ZERO), two))
                .contains("Index Cond: (metric = ")
                .doesNotContain("Seq Scan on metric");
        assertThat(plan(new Ratio("x", "", List.of(), WINDOW, 1, EVERY, Duration.ZERO), two))
                .contains("_id_idx")
                .doesNotContain("Seq Scan on log_event");
    }

    private static String plan(ScheduledCondition condition, Instant at) {
        return Query.run(pool, connection -> {
            Sql sql = ScheduledSql.of(
                    new ScheduledQuery(condition, Matchers.ALL, List.of(ERRORS, LogCondition.ALL), at, at),
                    10,
                    connection);
            return String.join("\n", Sql.of("explain (costs off) ?", sql).list(connection, row -> row.getString(1)));
        });
    }

    private static void assertValues(
            ScheduledCondition condition, Matchers matchers, Map<Labels, SortedMap<Instant, Double>> expected) {
        List<LogCondition> conditions = List.of(ERRORS, LogCondition.ALL);
        List<Instant> times = times();
        Map<Labels, SortedMap<Instant, Double>> atOnce = new HashMap<>();
        Map<Labels, SortedMap<Instant, Double>> oneByOne = new HashMap<>();
        ScheduledQuery all = new ScheduledQuery(condition, matchers, conditions, times.getFirst(), times.getLast());
        read(all, (labels, at, stored) -> add(condition.values(all, at, stored), labels, atOnce));
        for (Instant time : times) {
            ScheduledQuery one = new ScheduledQuery(condition, matchers, conditions, time, time);
            read(one, (labels, at, stored) -> add(condition.values(one, at, stored), labels, oneByOne));
        }

        assertEqual(oneByOne, expected);
        assertEqual(atOnce, expected);
    }

    private static void add(List<Point> values, Labels labels, Map<Labels, SortedMap<Instant, Double>> to) {
        values.forEach(
                value -> to.computeIfAbsent(labels, key -> new TreeMap<>()).put(value.at(), value.value()));
    }

    private static void assertEqual(
            Map<Labels, SortedMap<Instant, Double>> actual, Map<Labels, SortedMap<Instant, Double>> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((labels, values) -> {
            SortedMap<Instant, Double> found = Objects.requireNonNull(actual.get(labels));
            assertThat(found.keySet()).isEqualTo(values.keySet());
            values.forEach((at, value) -> assertThat(found.get(at)).isCloseTo(value, within(1e-9)));
        });
    }

    private static void read(ScheduledQuery query, ScheduledQuery.Sink sink) {
        Query.run(
                pool,
                connection -> ScheduledSql.of(query, 1_000, connection).list(connection, row -> {
                    ScheduledSql.read(query, row, sink);
                    return true;
                }));
    }

    private static List<Instant> times() {
        List<Instant> times = new ArrayList<>();
        for (Instant time = NOON; !time.isAfter(END.plusSeconds(100)); time = time.plus(EVERY)) {
            times.add(time);
        }
        return times;
    }

    private static List<List<MetricSample>> series(String metric) {
        return List.copyOf(samples.stream()
                .filter(sample -> sample.metric().equals(metric))
                .collect(Collectors.groupingBy(sample -> sample.host() + sample.attributes()))
                .values());
    }

    private static List<MetricSample> inWindow(List<MetricSample> series, Instant end) {
        Predicate<MetricSample> condition = sample -> sample.observedAt().isAfter(end.minus(WINDOW))
                && !sample.observedAt().isAfter(end);
        return series.stream().filter(condition).toList();
    }

    private static Labels group(MetricSample sample, List<String> groupBy) {
        SortedMap<String, String> labels = new TreeMap<>(sample.attributes());
        labels.put("host", sample.host());
        labels.keySet().retainAll(groupBy);
        return new Labels(labels);
    }

    private static double value(MetricFunction function, List<List<MetricSample>> series) {
        double[] all = series.stream()
                .flatMap(List::stream)
                .mapToDouble(MetricSample::value)
                .sorted()
                .toArray();
        return switch (function) {
            case AVG -> Arrays.stream(all).average().orElseThrow();
            case MIN -> all[0];
            case MAX -> all[all.length - 1];
            case P50 -> percentile(all, 0.5);
            case P95 -> percentile(all, 0.95);
            case P99 -> percentile(all, 0.99);
            case SUM -> series.stream().mapToDouble(ScheduledSqlIT::mean).sum();
            case RATE ->
                sum(series.stream().mapToDouble(one -> increase(one, true)).toArray());
            case INCREASE ->
                sum(series.stream().mapToDouble(one -> increase(one, false)).toArray());
        };
    }

    /** The sum of the defined values; not a number if none is. */
    private static double sum(double[] values) {
        double[] defined = Arrays.stream(values).filter(Double::isFinite).toArray();
        return defined.length == 0 ? Double.NaN : Arrays.stream(defined).sum();
    }

    private static double increase(List<MetricSample> samples, boolean perSecond) {
        List<MetricSample> ordered = samples.stream()
                .sorted(Comparator.comparing(MetricSample::observedAt))
                .toList();
        double increase = 0;
        double seconds = 0;
        for (int index = 1; index < ordered.size(); index++) {
            double value = ordered.get(index).value();
            double before = ordered.get(index - 1).value();
            increase += value < before ? value : value - before;
            seconds += Duration.between(
                                    ordered.get(index - 1).observedAt(),
                                    ordered.get(index).observedAt())
                            .toMillis()
                    / 1e3;
        }
        return seconds < WINDOW.toSeconds() / 2.0 ? Double.NaN : perSecond ? increase / seconds : increase;
    }

    private static double mean(List<MetricSample> samples) {
        return samples.stream().mapToDouble(MetricSample::value).average().orElse(Double.NaN);
    }

    private static double percentile(double[] sorted, double share) {
        double rank = share * (sorted.length - 1);
        int lower = (int) rank;
        int upper = Math.min(lower + 1, sorted.length - 1);
        return sorted[lower] + (rank - lower) * (sorted[upper] - sorted[lower]);
    }

    private static LogEvent event(int number, Instant at, String host, Level level) {
        return new LogEvent(
                EventId.of(0, number, 0, at),
                at,
                at,
                host,
                level,
                "message",
                LogTexts.of("prod", "shop", "cart"),
                List.of(),
                JsonObject.EMPTY);
    }
}
