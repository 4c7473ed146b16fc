package io.logaggregator.store.postgres.maintenance;

import static io.logaggregator.testkit.TestObservations.logEvent;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.ingest.IngestBatch;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.ledger.IngestCounts;
import io.logaggregator.core.ledger.StoredRows;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.store.SizeRetentionResult;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.store.postgres.alerts.StoredAlerts;
import io.logaggregator.testkit.TestAdvances;
import io.logaggregator.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // JUnit calls open() before each test
class MaintenanceIT {

    private static final Partition PARTITION = new Partition("logs", "id", 0);
    private static final Instant NOW = Instant.parse("2026-11-23T23:59:59Z");
    private static final Duration MONTH = Duration.ofDays(30);

    private TestPostgres.Database database;
    private PostgresStore store;

    @BeforeEach
    void open() {
        database = TestStore.newDatabaseWithoutPartitions();
        store = TestStore.at(database, NOW);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void migrate_createsPastAndFuturePartitions() throws SQLException {
        for (DayPartitions partitions : DayPartitions.ALL) {
            assertThat(days(partitions))
                    .startsWith(LocalDate.parse("2026-11-16"))
                    .endsWith(LocalDate.parse("2026-11-26"))
                    .hasSize(11);
        }
        assertThat(texts("select relname from pg_class where relname like 'log_event_20261123%'"))
                .contains("log_event_20261123");
    }

    @Test
    void run_createsMissingPartitionsIdempotently() throws SQLException {
        Instant nextWeek = NOW.plus(Duration.ofDays(7));

        store.maintenance().run(nextWeek, MONTH);
        store.maintenance().run(nextWeek, MONTH);

        assertThat(days(DayPartitions.ALL.getFirst())).hasSize(18).endsWith(LocalDate.parse("2026-12-03"));
    }

    @Test
    void run_createsNoExpiredPartition() throws SQLException {
        store.maintenance().run(NOW, Duration.ofDays(1));

        assertThat(days(DayPartitions.ALL.getFirst())).startsWith(LocalDate.parse("2026-11-22"));
    }

    @Test
    void run_movesRowsFromDefaultPartition() throws SQLException {
        Instant in5Days = NOW.plus(Duration.ofDays(5));
        append(in5Days, in5Days.plusMillis(1), NOW.plus(Duration.ofDays(400)));
        assertThat(rows("log_event_default")).isEqualTo(3);

        store.maintenance().run(NOW.plus(Duration.ofDays(3)), MONTH);

        assertThat(rows("log_event_default")).isEqualTo(1);
        assertThat(rows("log_event_20261128")).isEqualTo(2);
        assertThat(texts("select indexdef from pg_indexes where tablename = 'log_event_20261128'"))
                .hasSameSizeAs(texts("select indexdef from pg_indexes where tablename = 'log_event_default'"));
    }

    @Test
    void run_dropsExpiredDaysAndCountsRows() throws SQLException {
        append(NOW.minus(Duration.ofDays(6)), NOW.minus(Duration.ofDays(6)), NOW.minus(Duration.ofDays(3)), NOW);

        store.maintenance().run(NOW, Duration.ofDays(5));

        assertThat(days(DayPartitions.ALL.getFirst())).startsWith(LocalDate.parse("2026-11-18"));
        assertThat(store.ledger().count())
                .allMatch(StoredRows::isBalanced)
                .contains(new StoredRows("logEvents", 4, 2, 2));
    }

    @Test
    void run_acceptsRetentionBeyondPostgresYears() {
        assertThat(store.maintenance().run(NOW, Duration.ofDays(3_000_000))).isTrue();
    }

    @Test
    void run_keepsDay_untilItsEndExpires() throws SQLException {
        Instant midnight = Instant.parse("2026-11-23T00:00:00Z");

        store.maintenance().run(midnight.minusNanos(1), Duration.ofDays(2));
        assertThat(days(DayPartitions.ALL.getFirst())).startsWith(LocalDate.parse("2026-11-20"));

        store.maintenance().run(midnight, Duration.ofDays(2));
        assertThat(days(DayPartitions.ALL.getFirst())).startsWith(LocalDate.parse("2026-11-21"));
    }

    @Test
    void run_skipsTablesInUse() throws SQLException {
        try (Connection reader = database.connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("select count(*) from log_event");

            assertThat(store.maintenance().run(NOW, Duration.ofDays(6))).isFalse();

            assertThat(days(DayPartitions.ALL.getFirst())).startsWith(LocalDate.parse("2026-11-16"));
            reader.rollback();
        }
        assertThat(store.maintenance().run(NOW, Duration.ofDays(6))).isTrue();
        assertThat(days(DayPartitions.ALL.getFirst())).startsWith(LocalDate.parse("2026-11-17"));
    }

    @Test
    void sizeRetention_dropsOldestDaysAndCountsRows() throws SQLException {
        append(NOW.minus(Duration.ofDays(6)), NOW.minus(Duration.ofDays(6)), NOW.minus(Duration.ofDays(3)), NOW);
        long all = bytes();
        long oldest = bytes("log_event_20261117") + bytes("message_filter_20261117");

        SizeRetentionResult result = store.maintenance().enforceMaxSize(NOW, all - 1);

        assertThat(result).isEqualTo(new SizeRetentionResult(2, all - oldest, true));
        assertThat(bytes()).isEqualTo(all - oldest);
        assertThat(days(DayPartitions.ALL.getFirst()))
                .doesNotContain(LocalDate.parse("2026-11-17"))
                .contains(LocalDate.parse("2026-11-16"), LocalDate.parse("2026-11-20"));
        assertThat(store.ledger().count())
                .allMatch(StoredRows::isBalanced)
                .contains(new StoredRows("logEvents", 4, 2, 2));
    }

    @Test
    void sizeRetention_dropsNothing_belowMaxSize() throws SQLException {
        append(NOW.minus(Duration.ofDays(6)), NOW);

        assertThat(store.maintenance().enforceMaxSize(NOW, bytes()))
                .isEqualTo(new SizeRetentionResult(0, bytes(), true));
        assertThat(rows("log_event")).isEqualTo(2);
    }

    @Test
    void sizeRetention_keepsTodayAndDefaultPartition() throws SQLException {
        append(NOW.minus(Duration.ofDays(300)), NOW.minus(Duration.ofDays(1)), NOW, NOW.plusSeconds(2));

        SizeRetentionResult result = store.maintenance().enforceMaxSize(NOW, 1);

        assertThat(result).isEqualTo(new SizeRetentionResult(2, bytes(), false));
        assertThat(rows("log_event")).isEqualTo(3);
        assertThat(store.maintenance().enforceMaxSize(NOW, 1).dropped()).isZero();
    }

    @Test
    void sizeRetention_skipsTablesInUse() throws SQLException {
        append(NOW.minus(Duration.ofDays(6)), NOW);
        try (Connection reader = database.connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("select count(*) from log_event");

            assertThat(store.maintenance().enforceMaxSize(NOW, 1))
                    .isEqualTo(new SizeRetentionResult(0, bytes(), false));

            reader.rollback();
        }
        assertThat(store.maintenance().enforceMaxSize(NOW, 1).dropped()).isEqualTo(2);
    }

    @Test
    void sizeRetention_dropsNoMore_whenConcurrent() throws Exception {
        append(NOW.minus(Duration.ofDays(6)), NOW.minus(Duration.ofDays(5)), NOW.minus(Duration.ofDays(4)), NOW);
        long limit = bytes() - 1;
        List<Future<Integer>> instances = new ArrayList<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 3; i++) {
                instances.add(executor.submit(
                        () -> store.maintenance().enforceMaxSize(NOW, limit).dropped()));
            }
        }

        int dropped = 0;
        for (Future<Integer> instance : instances) {
            dropped += instance.get();
        }
        assertThat(dropped).isEqualTo(2);
    }

    @Test
    void run_deletesExpiredAlertsWithHistory() throws SQLException {
        StoredAlerts alerts = new StoredAlerts(database);
        Instant longAgo = NOW.minus(Duration.ofDays(40));
        UUID open = alerts.open("cpu", "web-1", Severity.LOW, longAgo);
        UUID justOver = alerts.open("cpu", "web-2", Severity.LOW, longAgo);
        alerts.resolved(justOver, NOW.minus(MONTH));
        for (int i = 0; i < 3; i++) {
            UUID expired = alerts.open("cpu", "web-3", Severity.LOW, longAgo.plusSeconds(i));
            alerts.notified(expired, UUID.randomUUID(), longAgo, AlertTransition.Kind.RESOLVED);
            store.alerts().act(expired, AlertStatus.RESOLVED, "", Actor.SYSTEM, NOW.minus(MONTH.plusMillis(1)));
        }

        store.maintenance().run(NOW, MONTH);

        assertThat(texts("select id::text from alert")).containsExactlyInAnyOrder(open.toString(), justOver.toString());
        assertThat(rows("alert_transition")).isEqualTo(2);
        assertThat(rows("notification")).isZero();
        assertThat(rows("audit_entry")).isEqualTo(3);
    }

    private void append(Instant... times) {
        List<Observation> events = new ArrayList<>();
        for (Instant time : times) {
            events.add(logEvent(PARTITION, events.size(), time));
        }
        int count = events.size();
        try (IngestSession session = store.openIngestSession()) {
            session.positions(Map.of(PARTITION, 0L));
            session.store(IngestBatch.of(events)
                    .withAdvances(List.of(TestAdvances.of(
                            PARTITION, 0, count, new IngestCounts(count, count, 0, 0, 0, 0, count, 0, 0, 0, 0)))));
        }
    }

    private long bytes() throws SQLException {
        return Long.parseLong(texts("""
                select sum(pg_total_relation_size(inhrelid)) from pg_inherits
                where inhparent in ('log_event'::regclass, 'metric_sample'::regclass, 'process_snapshot'::regclass,
                                    'metric_summary'::regclass, 'message_filter'::regclass)
                """).getFirst());
    }

    private long bytes(String table) throws SQLException {
        return Long.parseLong(
                texts("select pg_total_relation_size('" + table + "')").getFirst());
    }

    private List<LocalDate> days(DayPartitions partitions) throws SQLException {
        try (Connection connection = database.connect()) {
            return partitions.days(connection);
        }
    }

    private long rows(String table) throws SQLException {
        return Long.parseLong(texts("select count(*) from " + table).getFirst());
    }

    private List<String> texts(String query) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (row.next()) {
                texts.add(row.getString(1));
            }
            return texts;
        }
    }
}
