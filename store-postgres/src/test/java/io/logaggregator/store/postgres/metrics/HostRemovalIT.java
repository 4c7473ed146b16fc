package io.logaggregator.store.postgres.metrics;

import static io.logaggregator.store.postgres.alerts.AlertFixtures.CPU;
import static io.logaggregator.store.postgres.alerts.AlertFixtures.NOON;
import static io.logaggregator.store.postgres.alerts.AlertFixtures.cpuAbove80Percent;
import static io.logaggregator.store.postgres.alerts.AlertFixtures.rows;
import static io.logaggregator.store.postgres.alerts.AlertFixtures.store;
import static io.logaggregator.testkit.TestObservations.logEvent;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.engine.Signal;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.ingest.IngestBatch;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.testkit.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hosts and series that are removed, by users and by retention, also while ingest sessions write them. */
@SuppressWarnings("NullAway.Init") // JUnit calls open() before each test
class HostRemovalIT {

    private static final Actor OPERATOR = new Actor("operator", "127.0.0.1", "request-1");
    private static final Duration RETENTION = Duration.ofDays(7);
    private static final AlertRule RULE = cpuAbove80Percent(Duration.ofMinutes(1));

    private static final String ORPHANS =
            "select count(*) from metric_sample where series_id not in (select id from metric_series)";

    private TestPostgres.Database database;
    private PostgresStore store;

    @BeforeEach
    void open() {
        database = TestStore.newDatabase();
        store = TestStore.on(database);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void remove_resolvesAlertsAndIsAudited() throws Exception {
        store(database, RULE);
        try (IngestSession session = store.openIngestSession()) {
            session.store(alerting("a/b", 0.95));
            session.store(alerting("other", 0.95));
        }

        assertThat(store.hosts().remove("a/b", OPERATOR, NOON.plusSeconds(5))).isTrue();

        assertThat(store.hosts().find("a/b")).isEmpty();
        assertThat(rows(database, "select host, status from alert order by host"))
                .containsExactly("a/b RESOLVED", "other OPEN");
        assertThat(rows(database, "select actor, comment from alert_transition where kind = 'RESOLVED'"))
                .containsExactly("operator host removed");
        assertThat(rows(database, "select labels ->> 'host' from alert_state")).containsExactly("other");
        assertThat(rows(database, "select actor, address, action, kind, subject, before ->> 'name' from audit_entry"))
                .containsExactly("operator 127.0.0.1 DELETED HOST a/b a/b");
        assertThat(rows(database, "select host from metrics order by host")).containsExactly("a/b", "other");
    }

    @Test
    void removeOfSpelling_keepsAlertsOfHost_untilTheLast() throws Exception {
        store(database, RULE);
        try (IngestSession session = store.openIngestSession()) {
            session.store(alerting("Web-1", 0.95));
            session.store(IngestBatch.of(List.of(sample("web-1", NOON))));
        }

        store.hosts().remove("Web-1", OPERATOR, NOON.plusSeconds(5));
        assertThat(rows(database, "select host, status from alert")).containsExactly("Web-1 OPEN");
        store.hosts().remove("web-1", OPERATOR, NOON.plusSeconds(6));

        assertThat(rows(database, "select host, status from alert")).containsExactly("Web-1 RESOLVED");
        assertThat(rows(database, "select from alert_state")).isEmpty();
    }

    @Test
    void removeOfUnknownHost_changesNothing() throws Exception {
        assertThat(store.hosts().remove("nobody\0", OPERATOR, NOON)).isFalse();

        assertThat(rows(database, "select from audit_entry")).isEmpty();
    }

    @Test
    void removedHost_reappears_whenSessionStoresSameInstantAgain() {
        try (IngestSession session = store.openIngestSession()) {
            session.store(IngestBatch.of(List.of(sample("a", NOON))));
            store.hosts().remove("a", OPERATOR, NOON);
            assertThat(store.hosts().find("a")).isEmpty();

            session.store(IngestBatch.of(List.of(sample("a", NOON))));
        }

        assertThat(store.hosts().find("a")).isPresent();
    }

    @Test
    void retention_removesHostsAndSeriesWithoutData() throws Exception {
        store(database, RULE);
        Instant later = NOON.plus(RETENTION);
        try (IngestSession session = store.openIngestSession()) {
            session.store(alerting("old", 0.95));
            session.store(IngestBatch.of(List.of(sample("new", NOON), sample("new", later))));

            assertThat(store.maintenance().run(later.plus(Duration.ofDays(2)), RETENTION))
                    .isTrue();

            assertThat(rows(database, "select name from host")).containsExactly("new");
            assertThat(rows(database, "select host from metric_series")).containsExactly("new");
            assertThat(rows(database, "select status from alert")).containsExactly("RESOLVED");
            assertThat(rows(database, "select comment from alert_transition where kind = 'RESOLVED'"))
                    .containsExactly("host removed: no data within the retention period");

            session.store(IngestBatch.of(List.of(sample("old", later))));
        }
        assertThat(rows(database, "select name from host order by name")).containsExactly("new", "old");
        assertThat(rows(database, "select host from metrics order by host")).containsExactly("new", "old");
    }

    @Test
    void retention_keepsActiveHostsAndSeries() throws Exception {
        try (IngestSession session = store.openIngestSession()) {
            session.store(IngestBatch.of(List.of(sample("a", NOON))));
        }

        store.maintenance().run(NOON.plus(RETENTION), RETENTION);

        assertThat(rows(database, "select name from host")).containsExactly("a");
        assertThat(rows(database, "select host from metric_series")).containsExactly("a");
    }

    @Test
    void concurrentRemovals_loseNothing() throws Exception {
        Instant now = NOON.plus(RETENTION).minusSeconds(1);
        store.maintenance().run(now, RETENTION); // creates the partitions
        AtomicBoolean done = new AtomicBoolean();
        long rounds = 0;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> writers =
                    List.of(executor.submit(() -> write(0, done)), executor.submit(() -> write(1, done)));
            try {
                for (int removal = 0; removal < 12; removal++) {
                    TestStore.execute(database, "delete from metric_sample where value < 0");
                    store.maintenance().run(now, RETENTION);
                    store.hosts().remove("host-1", OPERATOR, NOON);
                    assertThat(TestStore.number(database, ORPHANS)).isZero();
                }
            } finally {
                done.set(true);
            }
            for (Future<Integer> writer : writers) {
                rounds += writer.get();
            }
        }

        assertThat(TestStore.number(database, ORPHANS)).isZero();
        assertThat(TestStore.number(database, "select count(*) from metric_sample where value >= 0"))
                .isEqualTo(2 * rounds);
        assertThat(rows(database, "select name from host order by name")).containsExactly("host-0", "host-1");
    }

    /** Each round has a sample that stays, and one of a series whose samples are deleted. */
    private int write(int writer, AtomicBoolean done) {
        int round = 0;
        boolean isLast = false;
        Partition partition = new Partition("logs", "id", writer);
        try (IngestSession session = store.openIngestSession()) {
            while (!isLast) {
                isLast = done.get(); // one more round after the last removal
                List<Observation> observations = new ArrayList<>();
                for (String host : List.of("host-0", "host-1")) {
                    observations.add(sample(host, NOON));
                    observations.add(new MetricSample(host, "deleted-" + round % 3, -1, NOON, Map.of()));
                    observations.add(logEvent(partition, round, NOON, host, "a line"));
                }
                session.store(IngestBatch.of(observations));
                round++;
            }
        }
        return round;
    }

    private static MetricSample sample(String host, Instant at) {
        return new MetricSample(host, CPU, 0.5, at, Map.of());
    }

    private static IngestBatch alerting(String host, double value) {
        MetricSample sample = new MetricSample(host, CPU, value, NOON, Map.of());
        Signal signal = new Signal(RULE, Labels.ofHost(host, Map.of()), List.of(new Point(NOON, value)));
        return IngestBatch.of(List.of(sample)).withSignals(tracked -> List.of(signal));
    }
}
