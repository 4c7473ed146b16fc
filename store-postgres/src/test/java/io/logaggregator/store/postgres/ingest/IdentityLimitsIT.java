package io.logaggregator.store.postgres.ingest;

import static io.logaggregator.testkit.TestObservations.logEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.ingest.IngestBatch;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.ingest.LimitExceededException;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.PostgresStoreConfig;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.testkit.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** At most two hosts and three series. */
@SuppressWarnings("NullAway.Init") // JUnit calls open() before each test
class IdentityLimitsIT {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Partition PARTITION = new Partition("logs", "id", 0);

    private TestPostgres.Database database;
    private PostgresStore store;
    private IngestSession session;

    @BeforeEach
    void open() {
        database = TestStore.newDatabase();
        store = new PostgresStore(new PostgresStoreConfig(
                database.jdbcUrl(),
                database.user(),
                database.password(),
                4,
                Duration.ofSeconds(2),
                Duration.ofSeconds(20),
                2,
                3,
                Map.of()));
        session = store.openIngestSession();
    }

    @AfterEach
    void close() {
        session.close();
        store.close();
    }

    @Test
    void newHostBeyondLimit_isRejected() throws Exception {
        session.store(IngestBatch.of(List.of(event("a"))));

        assertThatExceptionOfType(LimitExceededException.class)
                .isThrownBy(() -> session.store(IngestBatch.of(List.of(event("a"), event("b"), event("c")))))
                .withMessage("new host beyond the limit of 2 hosts (aggregator.ingest.max-hosts)")
                .satisfies(limit -> assertThat(List.of("a", "b", "c"))
                        .filteredOn(host -> limit.isBeyond(event(host)))
                        .hasSize(1)
                        .doesNotContain("a"));
        assertThat(TestStore.number(database, "select count(*) from log_event")).isEqualTo(1);
    }

    @Test
    void knownHosts_areStoredAtLimit() throws Exception {
        session.store(IngestBatch.of(List.of(event("a"), event("b"))));
        try (IngestSession other = store.openIngestSession()) {
            other.store(IngestBatch.of(List.of(event("a"), event("b"), sample("a", "m"))));
        }

        assertThat(TestStore.number(database, "select count(*) from log_event")).isEqualTo(4);
        assertThat(TestStore.number(database, "select count(*) from host")).isEqualTo(2);
    }

    @Test
    void derivedSeriesBeyondLimit_isLeftOut() throws Exception {
        for (int second = 0; second < 30; second += 15) {
            session.store(IngestBatch.of(
                    List.of(cpu("idle", second, second), cpu("user", second, second), cpu("system", second, second))));
        }

        assertThat(TestStore.number(database, "select count(*) from metric_sample"))
                .isEqualTo(6);
    }

    private static MetricSample cpu(String mode, int second, double value) {
        Instant at = NOON.plusSeconds(second);
        return new MetricSample(
                "a",
                "node_cpu_seconds_total",
                value,
                at,
                at,
                MetricSample.Kind.CUMULATIVE,
                new TreeMap<>(Map.of("cpu", "0", "mode", mode)));
    }

    @Test
    void newHost_isStoredAfterRemovalOfAnother() {
        session.store(IngestBatch.of(List.of(event("a"), event("b"))));
        store.hosts().remove("a", Actor.SYSTEM, NOON);

        session.store(IngestBatch.of(List.of(event("c"))));

        assertThat(store.hosts().find("c")).isPresent();
        assertThatExceptionOfType(LimitExceededException.class)
                .isThrownBy(() -> session.store(IngestBatch.of(List.of(event("d")))));
    }

    @Test
    void newSeriesBeyondLimit_isRejected() throws Exception {
        session.store(IngestBatch.of(List.of(sample("a", "m1"), sample("a", "m2"))));

        assertThatExceptionOfType(LimitExceededException.class)
                .isThrownBy(() -> session.store(
                        IngestBatch.of(List.of(sample("a", "m1"), sample("a", "m3"), sample("a", "m4"), event("a")))))
                .withMessage("new metric series beyond the limit of 3 series (aggregator.ingest.max-series)")
                .satisfies(limit -> {
                    assertThat(List.of("m1", "m3", "m4"))
                            .filteredOn(metric -> limit.isBeyond(sample("a", metric)))
                            .hasSize(1)
                            .doesNotContain("m1");
                    assertThat(limit.isBeyond(event("a"))).isFalse();
                });
        session.store(IngestBatch.of(List.of(sample("a", "m2"), sample("a", "m5"))));
        assertThat(TestStore.number(database, "select count(*) from metrics")).isEqualTo(4);
    }

    private static Observation event(String host) {
        return logEvent(PARTITION, 1, NOON, host, "message");
    }

    private static MetricSample sample(String host, String metric) {
        return new MetricSample(host, metric, 1, NOON, Map.of());
    }
}
