package io.logaggregator.store.postgres.commits;

import static io.logaggregator.store.postgres.StoredObservations.append;
import static io.logaggregator.store.postgres.StoredObservations.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.logaggregator.core.ingest.IngestBatch;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.ledger.IngestCounts;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.store.Revision;
import io.logaggregator.core.store.Revisions;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.store.postgres.sql.Connections;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import io.logaggregator.testkit.TestAdvances;
import io.logaggregator.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Several sessions write to the same hours, on time and late, while readers compare rows by their revision. */
class PostgresRevisionsIT {

    private static final Instant FIRST_HOUR = Instant.parse("2026-11-23T09:00:00Z");
    private static final int HOURS = 3;
    private static final Duration MONTH = Duration.ofDays(30);
    private static final int WRITERS = 3;
    private static final int TRANSACTIONS = 300;

    private static TestPostgres.Database database;
    private static PostgresStore store;
    private static HikariDataSource pool;

    @BeforeAll
    static void open() {
        database = TestStore.newDatabase();
        store = TestStore.on(database);
        pool = new Connections(TestStore.config(database)).quickPool(2);
    }

    @AfterAll
    static void close() {
        pool.close();
        store.close();
    }

    @Test
    void rows_areUnchanged_whileRevisionIsEqual() throws Exception {
        Map<Revision, Long> answers = new HashMap<>();
        int confirmed = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int number = writer;
                writers.add(threads.submit(() -> write(number)));
            }
            Random random = new Random(1);
            while (writers.stream().anyMatch(writer -> !writer.isDone())) {
                Instant from = FIRST_HOUR.plusSeconds(random.nextInt(HOURS) * 3_600L);
                Instant to = from.plusSeconds(3_600L * (1 + random.nextInt(2)));
                answers.putIfAbsent(revision(from, to), rows(from, to));
                confirmed += confirm(answers, from, to) ? 1 : 0;
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        assertThat(answers).hasSizeGreaterThan(50);
        assertThat(confirmed).isGreaterThan(10);
    }

    @Test
    void concurrentWrites_keepTheirVersion_duringRetention() throws Exception {
        Instant longAgo = Instant.parse("2020-01-01T00:00:00Z");
        Instant end = longAgo.plusSeconds(1);
        store.maintenance().run(FIRST_HOUR, MONTH);
        Revision ofNothing = store.revisions().ofLogs(longAgo, end);
        append(store, List.of(event(1_000, longAgo, "web-1", "first")));
        try (Connection writer = database.connect();
                Statement statement = writer.createStatement();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            writer.setAutoCommit(false);
            statement.execute("insert into log_event select * from log_event where observed_at = '" + longAgo + "'");
            statement.execute("update hour_mark set mark = mark + 1 where hour = " + HourVersions.of(longAgo));

            Future<?> retention = threads.submit(() -> store.maintenance().run(FIRST_HOUR, MONTH));
            await().until(PostgresRevisionsIT::isAnySessionWaiting);
            writer.commit();
            retention.get();
        }
        assertThat(rows(longAgo, end)).isEqualTo(1);
        assertThat(store.revisions().ofLogs(longAgo, end)).isNotEqualTo(ofNothing);

        store.maintenance().run(FIRST_HOUR, MONTH);
        assertThat(rows(longAgo, end)).isZero();
        assertThat(store.revisions().ofLogs(longAgo, end)).isEqualTo(ofNothing);
    }

    private static boolean isAnySessionWaiting() {
        return Sql.of("""
                        select from pg_stat_activity
                        where datname = current_database() and wait_event_type = 'Lock'""").first(pool, row -> true).isPresent();
    }

    /** Reads the revision and the rows in one snapshot. */
    private static boolean confirm(Map<Revision, Long> answers, Instant from, Instant to) {
        return Query.inSnapshot(pool, connection -> {
            Revision now = PostgresRevisions.versions(PostgresRevisions.LOG_EVENT, from, to)
                    .first(connection, row -> keyed(from, to, row.getString("revision")))
                    .orElseThrow();
            Long answer = answers.get(now);
            if (answer != null) {
                assertThat(counted(from, to)
                                .first(connection, row -> row.getLong(1))
                                .orElseThrow())
                        .isEqualTo(answer);
            }
            return answer != null;
        });
    }

    private static Revision revision(Instant from, Instant to) {
        Revisions revisions = store.revisions();
        return keyed(from, to, revisions.ofLogs(from, to).text());
    }

    private static Revision keyed(Instant from, Instant to, String text) {
        return new Revision(from + "/" + to + " " + text);
    }

    private static long rows(Instant from, Instant to) {
        return counted(from, to).first(pool, row -> row.getLong(1)).orElseThrow();
    }

    private static Sql counted(Instant from, Instant to) {
        return Sql.of(
                "select count(*) from log_event where observed_at >= ? and observed_at < ?",
                Timestamps.of(from),
                Timestamps.of(to));
    }

    private static void write(int number) {
        Partition partition = new Partition("logs", "topic-id", number);
        Random random = new Random(number);
        try (IngestSession session = store.openIngestSession()) {
            session.positions(Map.of(partition, 0L));
            for (int transaction = 0; transaction < TRANSACTIONS; transaction++) {
                int offset = transaction;
                Instant at = FIRST_HOUR.plusSeconds(random.nextInt(HOURS * 3_600));
                List<Observation> events = List.of(event(number * TRANSACTIONS + offset, at, "web-1", "hello"));
                session.store(IngestBatch.of(events)
                        .withAdvances(List.of(TestAdvances.of(
                                partition, offset, offset + 1, new IngestCounts(1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0)))));
            }
        }
    }
}
