package io.logaggregator.store.postgres.maintenance;

import static io.logaggregator.testkit.TestObservations.logEvents;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.ingest.IngestBatch;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.ledger.IngestCounts;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.store.StorageSize;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.testkit.TestAdvances;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // JUnit calls open() before each test
class PostgresStorageSizeIT {

    private static final Partition PARTITION = new Partition("logs", "id", 0);
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-11-23");

    private PostgresStore store;

    @BeforeEach
    void open() {
        store = TestStore.at(TestStore.newDatabaseWithoutPartitions(), NOW);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void dayBytes_growWithRowsOfDay() {
        StorageSize size = store.storageSize();
        long today = size.dayBytes(TODAY);
        long yesterday = size.dayBytes(TODAY.minusDays(1));

        append(5_000);

        assertThat(size.dayBytes(TODAY)).isGreaterThan(today + 500_000);
        assertThat(size.dayBytes(TODAY.minusDays(1))).isEqualTo(yesterday);
        assertThat(size.totalBytes()).isGreaterThan(size.dayBytes(TODAY));
    }

    @Test
    void dayBytes_areZero_withoutPartition() {
        assertThat(store.storageSize().dayBytes(LocalDate.parse("2020-01-01"))).isZero();
    }

    private void append(int count) {
        try (IngestSession session = store.openIngestSession()) {
            session.positions(Map.of(PARTITION, 0L));
            session.store(IngestBatch.of(logEvents(PARTITION, 0, count, NOW))
                    .withAdvances(List.of(TestAdvances.of(
                            PARTITION, 0, count, new IngestCounts(count, count, 0, 0, 0, 0, count, 0, 0, 0, 0)))));
        }
    }
}
