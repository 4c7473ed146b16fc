package io.logaggregator.store.postgres.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.logaggregator.core.metrics.MetricQuery;
import io.logaggregator.core.metrics.MetricSeries;
import io.logaggregator.core.metrics.MetricSeries.Point;
import io.logaggregator.core.observation.MetricName;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.StoredObservations;
import io.logaggregator.store.postgres.TestStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
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

        assertThat(store.metrics().names()).containsExactly(new MetricName("cpu", 1, 1), new MetricName("disk", 2, 3));
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

    private static MetricQuery query(String... hosts) {
        return new MetricQuery("disk", List.of(hosts), NOON, NOON.plusSeconds(300), Duration.ofMinutes(1));
    }

    private static MetricSample sample(
            String host, String metric, double value, Instant observedAt, Map<String, String> attributes) {
        return new MetricSample(host, metric, value, observedAt, attributes);
    }
}
