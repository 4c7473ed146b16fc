package io.logaggregator.store.postgres.ingest;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.ingest.IngestSession.StoredPosition;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.queue.Position;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.testkit.TestPostgres;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventSourcesIT {

    private static final int SESSIONS = 3;

    private final TestPostgres.Database database = TestStore.newDatabase();

    @Test
    void concurrentSessions_giveEachPartitionOneNumber() throws Exception {
        List<Map<Partition, Integer>> results = new ArrayList<>();
        try (PostgresStore store = TestStore.on(database);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            CyclicBarrier barrier = new CyclicBarrier(SESSIONS);
            List<Future<Map<Partition, Integer>>> sessions = new ArrayList<>();
            for (int number = 0; number < SESSIONS; number++) {
                int first = number * 10; // with partitions in common
                sessions.add(executor.submit(() -> {
                    Map<Partition, Integer> sources = new HashMap<>();
                    try (IngestSession session = store.openIngestSession()) {
                        for (int round = 0; round < 20; round++) {
                            barrier.await();
                            sources.putAll(sources(session, "topic-" + round, first, first + 20));
                        }
                    }
                    return sources;
                }));
            }
            for (Future<Map<Partition, Integer>> session : sessions) {
                results.add(session.get());
            }
        }

        Map<Partition, Integer> all = new HashMap<>();
        for (Map<Partition, Integer> result : results) {
            result.forEach((partition, source) ->
                    assertThat(all.put(partition, source)).as("%s", partition).isIn(null, source));
        }
        assertThat(all).hasSize(20 * 40);
        assertThat(all.values()).doesNotHaveDuplicates().allMatch(source -> source < 20 * 40);
    }

    @Test
    void exhaustedNumbers_areTakenFromPartitionsUnreadForLongest() throws Exception {
        insertRead("interval '2 days' + number * interval '1 second'");

        try (PostgresStore store = TestStore.on(database);
                IngestSession session = store.openIngestSession()) {
            Map<Partition, Integer> sources = sources(session, "new", 0, 2);

            assertThat(sources.values()).containsExactlyInAnyOrder(16_383, 16_382);
            assertThat(sources(session, "new", 0, 2)).isEqualTo(sources);
            assertThat(sources(session, "old", 16_382, 16_384).values()) // read again
                    .containsExactlyInAnyOrder(16_381, 16_380);
        }
        assertThat(TestStore.number(database, "select count(distinct source) from queue_position"))
                .isEqualTo(16_384);
    }

    @Test
    void exhaustedNumbers_areNotTakenFromReadPartitions() throws Exception {
        insertRead("interval '0' + number * interval '1 second'");

        try (PostgresStore store = TestStore.on(database);
                IngestSession session = store.openIngestSession()) {
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> sources(session, "new", 0, 2))
                    .withMessage("no number for event ids of [new-0, new-1] "
                            + "(expected: at most 16384 partitions read within a day)");
            assertThat(sources(session, "old", 7, 8).values()).containsExactly(7);
        }
        assertThat(TestStore.number(database, "select count(*) from queue_position where topic = 'new'"))
                .isZero();
    }

    /** As an instance of an earlier version does while instances are replaced. */
    @Test
    void positionWithoutNumber_receivesOne() throws Exception {
        TestStore.execute(database, """
                insert into queue_position (topic, topic_id, partition, first_offset, next_offset)
                values ('old', 'id', 0, 0, 70)""");

        try (PostgresStore store = TestStore.on(database);
                IngestSession session = store.openIngestSession()) {
            Partition partition = new Partition("old", "id", 0);
            assertThat(session.positions(Map.of(partition, 0L)))
                    .isEqualTo(Map.of(partition, new StoredPosition(Position.of(70), 0)));
        }
    }

    /** Inserts a position for each number, last read some time ago. */
    private void insertRead(String ago) throws SQLException {
        TestStore.execute(database, """
                insert into queue_position (topic, topic_id, partition, first_offset, next_offset, source, updated_at)
                select 'old', 'id', number, 0, 0, number, now() - (""" + ago + """
                ) from generate_series(0, 16383) as number""");
    }

    private static Map<Partition, Integer> sources(IngestSession session, String topic, int first, int end) {
        Map<Partition, Long> earliest = IntStream.range(first, end)
                .mapToObj(number -> new Partition(topic, "id", number))
                .collect(toMap(partition -> partition, _ -> 0L));
        return session.positions(earliest).entrySet().stream()
                .collect(toMap(Map.Entry::getKey, stored -> stored.getValue().source()));
    }
}
