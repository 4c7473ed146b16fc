package io.logaggregator.store.postgres.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.logaggregator.core.metrics.MetricAggregation;
import io.logaggregator.core.metrics.MetricFunction;
import io.logaggregator.core.metrics.MetricQuery;
import io.logaggregator.core.metrics.MetricSeries;
import io.logaggregator.core.metrics.MetricSeries.Point;
import io.logaggregator.core.observation.MetricName;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.MetricSample.Kind;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.StoredObservations;
import io.logaggregator.store.postgres.TestStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresMetricSearchIT {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Map<String, String> NASTY = Map.of("device", "C:\\ \"é\" {a,b}", "mount", "", "x,y", "NULL");

    private PostgresStore store;

    @BeforeEach
    void open() {
        store = TestStore.on(TestStore.newDatabase());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void names_countHostsAndSeries() {
        StoredObservations.append(
                store,
                List.of(
                        sample("a", "disk", 1, NOON, Map.of("device", "sda")),
                        sample("a", "disk", 1, NOON, Map.of("device", "sdb")),
                        sample("b", "disk", 1, NOON, Map.of("device", "sda")),
                        sample("b", "cpu", 1, NOON, Map.of())));

        assertThat(store.metrics().names())
                .containsExactly(
                        new MetricName("cpu", MetricSample.Kind.GAUGE, 1, 1),
                        new MetricName("disk", MetricSample.Kind.GAUGE, 2, 3));
    }

    @Test
    void names_areLimited() {
        StoredObservations.append(
                store,
                IntStream.rangeClosed(0, PostgresMetricSearch.MAX_NAMES)
                        .mapToObj(number -> sample("a", "metric-" + number, 1, NOON, Map.of()))
                        .toList());

        assertThat(store.metrics().names()).hasSize(PostgresMetricSearch.MAX_NAMES);
    }

    @Test
    void series_aggregatesSamplesByStep() {
        StoredObservations.append(
                store,
                List.of(
                        sample("a", "disk", 1, NOON, NASTY),
                        sample("a", "disk", 4, NOON.plusSeconds(59), NASTY),
                        sample("a", "disk", 9, NOON.plusSeconds(60), NASTY),
                        sample("a", "disk", 7, NOON.plusSeconds(300), NASTY),
                        sample("b", "disk", 8, NOON, Map.of()),
                        sample("b", "other", 8, NOON, Map.of())));

        assertThat(store.metrics().series(query()))
                .containsExactly(
                        new MetricSeries(
                                "a",
                                "disk",
                                new TreeMap<>(NASTY),
                                List.of(new Point(NOON, 1, 2.5, 4, 2), new Point(NOON.plusSeconds(60), 9, 9, 9, 1))),
                        new MetricSeries("b", "disk", new TreeMap<>(), List.of(new Point(NOON, 8, 8, 8, 1))));
    }

    @Test
    void series_filtersByHost() {
        StoredObservations.append(
                store, List.of(sample("a", "disk", 1, NOON, NASTY), sample("b", "disk", 8, NOON, NASTY)));

        assertThat(store.metrics().series(query("b")))
                .extracting(MetricSeries::host)
                .containsExactly("b");
        assertThat(store.metrics().series(query("'\0\\"))).isEmpty();
    }

    @Test
    void series_rejectsTooManyPoints() {
        MetricQuery query =
                new MetricQuery("disk", List.of(), NOON.minus(Duration.ofDays(10)), NOON, Duration.ofMillis(1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.metrics().series(query))
                .withMessageContaining("PT0.001S");
    }

    @Test
    void rate_countsFromZeroAfterFall() {
        StoredObservations.append(
                store,
                List.of(
                        counter("a", Kind.CUMULATIVE, 100, NOON.minusSeconds(30)),
                        counter("a", Kind.CUMULATIVE, 160, NOON.plusSeconds(30)),
                        counter("a", Kind.CUMULATIVE, 30, NOON.plusSeconds(60)),
                        counter("a", Kind.CUMULATIVE, 90, NOON.plusSeconds(90)),
                        counter("a", Kind.CUMULATIVE, 150, NOON.plusSeconds(270)),
                        counter("b", Kind.DELTA, 5, NOON.plusSeconds(10)),
                        counter("b", Kind.DELTA, 60, NOON.plusSeconds(30)),
                        counter("c", Kind.CUMULATIVE, 7, NOON.plusSeconds(10)),
                        counter("c", Kind.CUMULATIVE, 7, NOON.plusSeconds(10))));

        assertThat(values(MetricFunction.RATE, null))
                .containsExactly("a{cpu=0} 0=1.0 60=1.5 240=0.3333333333333333", "b{cpu=0} 0=3.0");
        assertThat(values(MetricFunction.INCREASE, null))
                .containsExactly("a{cpu=0} 0=60.0 60=90.0 240=60.0", "b{cpu=0} 0=65.0", "c{cpu=0} 0=0.0");
        assertThat(values(MetricFunction.RATE, List.of())).containsExactly("{} 0=4.0 60=1.5 240=0.3333333333333333");
    }

    @Test
    void functions_aggregateGroups() {
        List<MetricSample> samples = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            samples.add(sample(i % 2 == 0 ? "a" : "b", "disk", i, NOON.plusMillis(i), Map.of("cpu", "" + i % 4)));
        }
        StoredObservations.append(store, samples);

        assertThat(values(MetricFunction.MIN, List.of("host"))).containsExactly("a{} 0=2.0", "b{} 0=1.0");
        assertThat(values(MetricFunction.MAX, List.of("host", "cpu")))
                .containsExactly("a{cpu=0} 0=100.0", "a{cpu=2} 0=98.0", "b{cpu=1} 0=97.0", "b{cpu=3} 0=99.0");
        assertThat(values(MetricFunction.AVG, List.of())).containsExactly("{} 0=50.5");
        assertThat(values(MetricFunction.SUM, List.of())).containsExactly("{} 0=202.0");
        assertThat(values(MetricFunction.P50, List.of("absent"))).containsExactly("{} 0=50.5");
        assertThat(values(MetricFunction.P95, List.of())).containsExactly("{} 0=95.05");
        assertThat(values(MetricFunction.P99, List.of())).containsExactly("{} 0=99.01");
    }

    @Test
    void percentiles_areOfHistogramBuckets() {
        List<MetricSample> samples = new ArrayList<>();
        for (String host : List.of("a", "b")) {
            samples.addAll(buckets(host, Kind.CUMULATIVE, NOON.minusSeconds(20), 1_000, 1_000, 1_000));
            samples.addAll(buckets(host, Kind.CUMULATIVE, NOON.plusSeconds(10), 1_050, 1_090, 1_100));
            samples.addAll(buckets(host, Kind.CUMULATIVE, NOON.plusSeconds(40), 0, 0, 10)); // restarted
            samples.addAll(buckets(host, Kind.CUMULATIVE, NOON.plusSeconds(100), 0, 10, 20));
            samples.addAll(buckets(host, Kind.CUMULATIVE, NOON.plusSeconds(160), 0, 10, 20)); // no observations
        }
        StoredObservations.append(store, samples);

        String median = "{} 0=0.15000000000000002 60=0.30000000000000004";
        assertThat(values(MetricFunction.P50, null)).containsExactly('a' + median, 'b' + median);
        assertThat(values(MetricFunction.P50, List.of("host"))).containsExactly('a' + median, 'b' + median);
        assertThat(values(MetricFunction.P50, List.of())).containsExactly(median);
        assertThat(values(MetricFunction.P99, List.of())).containsExactly("{} 0=0.5 60=0.496");
    }

    @Test
    void percentiles_areOfDeltas_withDifferentBuckets() {
        List<MetricSample> samples = new ArrayList<>(buckets("a", Kind.DELTA, NOON.plusSeconds(10), 5, 10, 10));
        samples.add(bucket("a", Kind.DELTA, NOON.plusSeconds(20), "4", 10));
        samples.add(bucket("a", Kind.DELTA, NOON.plusSeconds(20), "+Inf", 10));
        samples.add(bucket("a", Kind.DELTA, NOON.plusSeconds(20), "no number", 10));
        StoredObservations.append(store, samples);

        assertThat(values(MetricFunction.P50, null)).containsExactly("a{} 0=0.5");
        assertThat(values(MetricFunction.P95, null)).containsExactly("a{} 0=3.65");
    }

    /** The buckets up to 0.1, 0.5 and infinity. */
    private static List<MetricSample> buckets(
            String host, Kind kind, Instant at, double tenth, double half, double all) {
        return List.of(
                bucket(host, kind, at, "0.1", tenth),
                bucket(host, kind, at, "0.5", half),
                bucket(host, kind, at, "+Inf", all));
    }

    private static MetricSample bucket(String host, Kind kind, Instant at, String bound, double value) {
        return new MetricSample(host, "disk_bucket", value, at, at, kind, new TreeMap<>(Map.of("le", bound)));
    }

    /** The groups, with seconds after noon and values of their points. */
    private List<String> values(MetricFunction function, @Nullable List<String> groupBy) {
        return store
                .metrics()
                .aggregate(new MetricAggregation(query(), function, Optional.ofNullable(groupBy)))
                .stream()
                .map(series -> series.host()
                        + series.attributes()
                        + series.points().stream()
                                .map(point -> " "
                                        + Duration.between(NOON, point.start()).toSeconds() + '=' + point.value())
                                .collect(Collectors.joining()))
                .toList();
    }

    private static MetricSample counter(String host, Kind kind, double value, Instant at) {
        return new MetricSample(host, "disk", value, at, at, kind, new TreeMap<>(Map.of("cpu", "0")));
    }

    private static MetricQuery query(String... hosts) {
        return new MetricQuery("disk", List.of(hosts), NOON, NOON.plusSeconds(300), Duration.ofMinutes(1));
    }

    private static MetricSample sample(
            String host, String metric, double value, Instant observedAt, Map<String, String> attributes) {
        return new MetricSample(host, metric, value, observedAt, attributes);
    }
}
