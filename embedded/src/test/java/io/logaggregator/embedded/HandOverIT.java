package io.logaggregator.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.ingest.IngestBatch;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.ingest.StaleOwnerException;
import io.logaggregator.core.ledger.LedgerEntry;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.store.ForwardingStore;
import io.logaggregator.core.store.Store;
import io.logaggregator.wire.WireFormat;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Partitions move between instances; no message is lost or stored twice on the way. */
@Tag("cluster")
class HandOverIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void anInstanceThatJoinsAndLeavesInMidStreamLosesAndRepeatsNothing() {
        try (Rig.Instance _ = rig.start(WireFormat.LOG, Map.of(), UnaryOperator.identity())) {
            rig.publishNumbers(0, 10_000);
            awaitRows(1);
            try (Rig.Instance second = rig.start(WireFormat.LOG, Map.of(), UnaryOperator.identity())) {
                for (int from = 10_000; from < 40_000; from += 5_000) {
                    rig.publishNumbers(from, from + 5_000);
                }
                await().atMost(LIMIT)
                        .until(() -> !second.ingest().loops().getFirst().lag().isEmpty());
                rig.publishNumbers(40_000, 50_000);
            }
            rig.publishNumbers(50_000, 60_000);
            awaitRows(60_000);
        }
        assertEachNumberOnce(60_000);
    }

    @Test
    void aConsumerThatCommitsAfterItsPartitionsMovedIsFenced() throws InterruptedException {
        StallingStore stalling = new StallingStore(rig.store);
        // so short that the group gives the partitions of a stalled consumer to somebody else
        Map<String, String> impatient = Map.of("max.poll.interval.ms", "3000", "session.timeout.ms", "2500");
        try (Rig.Instance _ = rig.start(WireFormat.LOG, impatient, _ -> stalling)) {
            rig.publishNumbers(0, 5_000);
            stalling.stalled.await();
            try (Rig.Instance _ = rig.start(WireFormat.LOG, impatient, UnaryOperator.identity())) {
                awaitRows(5_000);
                stalling.goOn.countDown();
                rig.publishNumbers(5_000, 10_000);
                awaitRows(10_000);
                await().atMost(LIMIT).until(() -> stalling.fenced);
            }
        }
        assertEachNumberOnce(10_000);
    }

    private void awaitRows(long rows) {
        await().atMost(LIMIT).until(() -> rig.number("select count(*) from log_event") >= rows);
    }

    private void assertEachNumberOnce(long numbers) {
        assertThat(rig.number("select count(*) from log_event")).isEqualTo(numbers);
        assertThat(rig.number("select count(distinct message) from log_event")).isEqualTo(numbers);
        assertThat(rig.store.ledger().entries()).allMatch(LedgerEntry::isBalanced);
        assertThat(rig.store.ledger().count()).allMatch(rows -> rows.isBalanced());
    }

    /** A store whose first transaction waits, after everything was read and before anything is written. */
    private static final class StallingStore extends ForwardingStore {

        final CountDownLatch stalled = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        volatile boolean fenced;

        StallingStore(Store store) {
            super(store);
        }

        @Override
        public IngestSession openIngestSession() {
            IngestSession session = super.openIngestSession();
            return new IngestSession() {
                @Override
                public Map<Partition, Long> positions(Map<Partition, Long> earliest) {
                    return session.positions(earliest);
                }

                @Override
                public void store(IngestBatch batch) {
                    stalled.countDown();
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    try {
                        session.store(batch);
                    } catch (StaleOwnerException e) {
                        fenced = true;
                        throw e;
                    }
                }

                @Override
                public void close() {
                    session.close();
                }
            };
        }
    }
}
