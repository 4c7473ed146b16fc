package io.logaggregator.store.postgres.ingest;

import static io.logaggregator.testkit.TestObservations.logEvent;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.ingest.IngestBatch;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.ledger.IngestCounts;
import io.logaggregator.core.ledger.StoredRows;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.testkit.TestAdvances;
import io.logaggregator.testkit.TestPostgres;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Concurrent sessions that write the same hosts and new series in any order. */
class ConcurrentSessionsIT {

    private static final int SESSIONS = 3;
    private static final int ROUNDS = 60;
    private static final int SERIES = 40;
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void concurrentSessions_neverDeadlock() throws Exception {
        TestPostgres.Database database = TestStore.newDatabase();
        try (PostgresStore store = TestStore.on(database);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            CyclicBarrier barrier = new CyclicBarrier(SESSIONS);
            List<Future<?>> sessions = new ArrayList<>();
            for (int number = 0; number < SESSIONS; number++) {
                Partition partition = new Partition("logs", "id", number);
                sessions.add(executor.submit(() -> writeRounds(store, partition, barrier)));
            }
            for (Future<?> session : sessions) {
                session.get();
            }

            assertThat(store.ledger().count()).allMatch(StoredRows::isBalanced);
            assertThat(count(database, "metric_series")).isEqualTo((long) ROUNDS * SERIES);
            assertThat(count(database, "host")).isEqualTo(SERIES);
        }
    }

    private static Void writeRounds(PostgresStore store, Partition partition, CyclicBarrier barrier) throws Exception {
        Random random = new Random(partition.number());
        try (IngestSession session = store.openIngestSession()) {
            session.positions(Map.of(partition, 0L));
            for (int round = 0; round < ROUNDS; round++) {
                List<Observation> observations = observations(partition, round, random);
                long from = round;
                barrier.await();
                session.store(IngestBatch.of(observations)
                        .withAdvances(List.of(TestAdvances.of(
                                partition,
                                from,
                                from + 1,
                                new IngestCounts(1, 1, 0, 0, 0, 0, SERIES, SERIES, 0, 0, 0)))));
            }
        }
        return null;
    }

    private static List<Observation> observations(Partition partition, int round, Random random) {
        Instant observedAt = START.plusSeconds(2L * round);
        List<Observation> observations = new ArrayList<>();
        for (int i = 0; i < SERIES; i++) {
            String host = "host-" + i;
            observations.add(new MetricSample(host, "metric-" + round, 1, observedAt, Map.of("k", "v")));
            observations.add(logEvent(partition, i, observedAt, host, "message"));
        }
        Collections.shuffle(observations, random);
        return observations;
    }

    private static long count(TestPostgres.Database database, String table) throws Exception {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from " + table)) {
            row.next();
            return row.getLong(1);
        }
    }
}
