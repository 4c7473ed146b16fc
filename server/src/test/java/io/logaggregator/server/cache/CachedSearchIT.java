package io.logaggregator.server.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.ingest.IngestBatch;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogHistogram;
import io.logaggregator.core.logs.LogHistogram.Bucket;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.logs.LogSearch;
import io.logaggregator.core.metrics.MetricQuery;
import io.logaggregator.core.metrics.MetricSearch;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.PostgresStoreConfig;
import io.logaggregator.testkit.TestPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Caching on a real store with concurrent writes. */
@SuppressWarnings("NullAway.Init") // JUnit calls open() before each test
class CachedSearchIT {

    private static final Instant NOW = Instant.parse("2026-11-23T12:34:56Z");
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration SECOND_AND_MORE = Duration.ofMillis(1_001);

    private final FakeTicker ticker = new FakeTicker();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private TestPostgres.Database database;
    private PostgresStore store;
    private LogSearch logs;
    private MetricSearch metrics;
    private int appended;

    @BeforeEach
    void open() {
        database = TestPostgres.shared().newDatabase();
        store = openStore();
        store.migrate();
        store.maintenance().run(NOW, Duration.ofDays(30));
        QueryCache cache = new QueryCache(10_000_000, ticker, new CacheMetrics(registry));
        InstantSource clock = InstantSource.fixed(NOW);
        logs = new CachedLogSearch(store.logs(), store.revisions(), cache, clock);
        metrics = new CacheConfiguration.CachedMetricSearch(store.metrics(), store.revisions(), cache, clock);
    }

    private PostgresStore openStore() {
        return new PostgresStore(new PostgresStoreConfig(
                database.jdbcUrl(),
                database.user(),
                database.password(),
                4,
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Map.of()));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void writeOfAnotherInstance_isVisibleAfterASecond() {
        LogQuery query = hour(NOON.minusSeconds(3_600));
        assertThat(found(query)).isZero();

        try (PostgresStore another = openStore()) {
            appendAll(another, List.of(event(NOON.minusSeconds(1))));
        }
        ticker.pass(SECOND_AND_MORE);

        assertThat(found(query)).isEqualTo(1);
    }

    @Test
    void lateEvent_invalidatesItsHourOnly() {
        append(NOON.minusSeconds(5_400), NOON.minusSeconds(1_800));
        LogQuery ten = hour(NOON.minusSeconds(7_200));
        LogQuery eleven = hour(NOON.minusSeconds(3_600));
        assertThat(found(ten)).isEqualTo(1);
        assertThat(found(eleven)).isEqualTo(1);

        append(NOON.minusSeconds(3_601));
        ticker.pass(Duration.ofMillis(999));
        assertThat(found(ten)).isEqualTo(1);
        ticker.pass(Duration.ofMillis(2));
        assertThat(found(ten)).isEqualTo(2);
        assertThat(found(eleven)).isEqualTo(1);

        assertThat(counted("page", "miss")).isEqualTo(3);
        assertThat(counted("page", "hit")).isEqualTo(1);
        assertThat(counted("page", "revalidated")).isEqualTo(1);
    }

    @Test
    void droppedEvents_disappearAfterASecond() {
        Instant old = NOW.minus(Duration.ofDays(20));
        append(old);
        LogQuery query = new LogQuery(old, old.plusSeconds(1), LogCondition.ALL);
        assertThat(found(query)).isEqualTo(1);

        store.maintenance().run(NOW, Duration.ofDays(10));
        ticker.pass(SECOND_AND_MORE);

        assertThat(found(query)).isZero();
    }

    @Test
    void lateSample_invalidatesItsRangeOnly() {
        Instant from = NOON.minusSeconds(7_200);
        MetricQuery query = new MetricQuery("cpu", List.of(), from, from.plusSeconds(3_600), Duration.ofMinutes(1));
        appendAll(store, List.of(sample(from)));
        assertThat(metrics.series(query).getFirst().points()).hasSize(1);

        ticker.pass(SECOND_AND_MORE);
        append(from);
        appendAll(store, List.of(sample(NOW)));
        assertThat(metrics.series(query).getFirst().points()).hasSize(1);
        assertThat(counted("series", "revalidated")).isEqualTo(1);

        appendAll(store, List.of(sample(from.plusSeconds(60))));
        ticker.pass(SECOND_AND_MORE);
        assertThat(metrics.series(query).getFirst().points()).hasSize(2);
    }

    @Test
    void histogramUpToNow_recountsItsEndsOnly() {
        append(NOW.minusSeconds(80_000), NOW.minusSeconds(40_000), NOW.minusSeconds(1));
        for (int second = 0; second < 5; second++) {
            Instant now = NOW.plusSeconds(second);
            LogQuery day = new LogQuery(now.minus(Duration.ofDays(1)), now.plusSeconds(600), LogCondition.ALL);

            assertThat(total(logs.histogram(day, Duration.ofMinutes(30)))).isEqualTo(3 + second);

            append(now);
            ticker.pass(SECOND_AND_MORE);
        }
        assertThat(counted("histogram", "miss")).isEqualTo(1 + 2 * 5);
        assertThat(counted("histogram", "revalidated")).isEqualTo(4);
    }

    @Test
    void histogram_equalsThatOfTheStore() {
        Random random = new Random(1);
        append(IntStream.range(0, 500)
                .mapToObj(number -> NOW.plusSeconds(600).minusMillis(random.nextInt(48 * 3_600_000)))
                .toArray(Instant[]::new));
        List<Duration> steps = List.of(
                Duration.ofMillis(90_001),
                Duration.ofSeconds(77),
                Duration.ofMinutes(5),
                Duration.ofMinutes(61),
                Duration.ofHours(3),
                Duration.ofDays(1),
                Duration.ofDays(7),
                Duration.ofNanos(300_000_001_000L));
        for (int i = 0; i < 200; i++) {
            Instant from = NOW.minusNanos(random.nextLong(48 * 3_600_000_000_000L));
            Instant to = from.plusNanos(1 + random.nextLong(48 * 3_600_000_000_000L));
            LogQuery query = new LogQuery(from, to, LogCondition.ALL);
            Duration step = steps.get(random.nextInt(steps.size()));

            assertThat(logs.histogram(query, step))
                    .as("%s to %s by %s", from, to, step)
                    .isEqualTo(store.logs().histogram(query, step));
        }
    }

    private static long total(LogHistogram histogram) {
        return histogram.buckets().stream()
                .map(Bucket::counts)
                .flatMap(counts -> counts.values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    private static LogQuery hour(Instant from) {
        return new LogQuery(from, from.plusSeconds(3_600), LogCondition.ALL);
    }

    private int found(LogQuery query) {
        return logs.find(query, 100, Optional.empty()).items().size();
    }

    private double counted(String query, String outcome) {
        return registry.get("aggregator.cache.requests")
                .tag("query", query)
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private void append(Instant... times) {
        appendAll(store, List.of(times).stream().<Observation>map(this::event).toList());
    }

    private static void appendAll(PostgresStore store, List<Observation> observations) {
        try (IngestSession session = store.openIngestSession()) {
            session.store(IngestBatch.of(observations));
        }
    }

    private static MetricSample sample(Instant at) {
        return new MetricSample("web-1", "cpu", 0.5, at, Map.of());
    }

    private LogEvent event(Instant at) {
        return new LogEvent(
                EventId.of(0, appended++, 0, at),
                at,
                at,
                "web-1",
                Level.INFO,
                "hello",
                LogTexts.EMPTY,
                List.of(),
                JsonObject.EMPTY);
    }
}
