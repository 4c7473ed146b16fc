package io.logaggregator.store.postgres.metrics;

import static io.logaggregator.store.postgres.TestStore.execute;
import static io.logaggregator.store.postgres.TestStore.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.metrics.MetricQuery;
import io.logaggregator.core.metrics.MetricSeries;
import io.logaggregator.core.metrics.MetricSeries.Point;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.StoredObservations;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.testkit.TestPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // JUnit calls open() before each test
class MetricSummariesIT {

    private static final Instant NOW = Instant.parse("2026-11-23T12:34:56Z");
    private static final Instant DAYS_AGO = NOW.minus(Duration.ofDays(3));
    private static final List<String> HOSTS = List.of("a", "b", "c");

    private final Random random = new Random(8);
    private final List<MetricSample> stored = new ArrayList<>();

    private TestPostgres.Database database;
    private PostgresStore store;

    @BeforeEach
    void open() {
        database = TestStore.newDatabaseWithoutPartitions();
        store = TestStore.at(database, NOW);
        append(2_000, DAYS_AGO, NOW);
        store.maintenance().maintainClosedPartitions(NOW);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void series_equalsSamples_forAnyQuery() {
        for (int question = 0; question < 40; question++) {
            Instant from = DAYS_AGO.plusSeconds(random.nextInt(200_000)).minusSeconds(20_000);
            Instant to = from.plusSeconds(random.nextInt(200_000));
            Duration step = Duration.ofMinutes(List.of(1, 10, 30, 60, 180, 1440).get(random.nextInt(6)));
            assertSeriesAreRight(from, to, step);
        }
    }

    @Test
    void onlyLongSteps_readSummaries() throws SQLException {
        execute(database, "update metric_summary set max = 1000");

        assertThat(highest(Duration.ofHours(1))).isEqualTo(1_000);
        assertThat(highest(Duration.ofMinutes(30))).isEqualTo(1_000);
        assertThat(highest(Duration.ofMinutes(15))).isLessThan(1);
        assertThat(number(database, "select count(*) from metric_sample_20261121"))
                .isGreaterThan(number(database, "select count(*) from metric_summary_20261121"));
    }

    @Test
    void lateSamples_areSummarisedByMaintenance() throws SQLException {
        Instant late = Instant.parse("2026-11-21T10:00:00Z");
        append(100, late, late.plusSeconds(7_200));

        assertSeriesAreRight(DAYS_AGO, NOW, Duration.ofHours(1));

        store.maintenance().maintainClosedPartitions(NOW);
        assertSeriesAreRight(DAYS_AGO, NOW, Duration.ofHours(1));
        execute(
                database,
                "delete from metric_sample where observed_at < '2026-11-22'"); // without a new version, unlike any code
        // of the store
        assertSeriesAreRight(
                Instant.parse("2026-11-21T00:00:00Z"), Instant.parse("2026-11-22T00:00:00Z"), Duration.ofHours(1));
    }

    @Test
    void openHour_hasNoSummary() throws SQLException {
        assertThat(number(database, "select count(*) from metric_summary where observed_at >= '2026-11-23 12:00Z'"))
                .isZero();
        assertThat(number(database, "select count(*) from metric_summary where observed_at >= '2026-11-23 11:00Z'"))
                .isPositive();
    }

    @Test
    void expiredDay_dropsItsSummaries() throws SQLException {
        store.maintenance().run(NOW, Duration.ofDays(2));

        assertThat(number(database, "select count(*) from metric_summary where observed_at < '2026-11-21'"))
                .isZero();
        assertThat(number(database, "select min(hour) * 3600 from summarised_hour"))
                .isEqualTo(Instant.parse("2026-11-21T00:00:00Z").getEpochSecond());
        stored.removeIf(sample -> sample.observedAt().isBefore(Instant.parse("2026-11-21T00:00:00Z")));
        assertSeriesAreRight(DAYS_AGO, NOW, Duration.ofHours(1));
    }

    private double highest(Duration step) {
        return store.metrics().series(new MetricQuery("cpu", List.of(), DAYS_AGO, NOW, step)).stream()
                .flatMap(series -> series.points().stream())
                .mapToDouble(Point::max)
                .max()
                .orElseThrow();
    }

    private void assertSeriesAreRight(Instant from, Instant to, Duration step) {
        List<MetricSeries> found = store.metrics().series(new MetricQuery("cpu", List.of(), from, to, step));
        for (String host : HOSTS) {
            List<Point> points = found.stream()
                    .filter(series -> series.host().equals(host))
                    .flatMap(series -> series.points().stream())
                    .toList();
            List<MetricSample> samples = stored.stream()
                    .filter(sample -> sample.host().equals(host))
                    .filter(sample -> !sample.observedAt().isBefore(from)
                            && sample.observedAt().isBefore(to))
                    .toList();
            assertThat(points.stream().mapToLong(Point::count).sum())
                    .as("%s to %s by %s", from, to, step)
                    .isEqualTo(samples.size());
            for (Point point : points) {
                var values = samples.stream()
                        .filter(sample -> !sample.observedAt().isBefore(point.start())
                                && sample.observedAt().isBefore(point.start().plus(step)))
                        .mapToDouble(MetricSample::value)
                        .summaryStatistics();
                assertThat(point.count()).isEqualTo(values.getCount());
                assertThat(point.min()).isEqualTo(values.getMin());
                assertThat(point.max()).isEqualTo(values.getMax());
                assertThat(point.average()).isCloseTo(values.getAverage(), Offset.offset(1e-9));
            }
        }
    }

    private void append(int number, Instant from, Instant to) {
        List<MetricSample> samples = new ArrayList<>();
        for (String host : HOSTS) {
            for (int sample = 0; sample < number; sample++) {
                Instant at = from.plusMillis(
                        random.nextLong(Duration.between(from, to).toMillis()));
                samples.add(new MetricSample(host, "cpu", random.nextDouble(), at, Map.of()));
            }
        }
        stored.addAll(samples);
        StoredObservations.append(store, samples);
    }
}
