package io.logaggregator.embedded;

import static org.awaitility.Awaitility.await;

import io.logaggregator.core.ingest.IngestBatch;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.ingest.StaleOwnerException;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.wire.WireFormat;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ingest while partitions move between instances: no message is lost or duplicated. */
@Tag("cluster")
class RebalanceIT {

    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final PipelineFixture pipeline = new PipelineFixture();

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void joiningAndLeavingInstance_losesAndRepeatsNothing() {
        try (PipelineFixture.Instance _ = pipeline.start(WireFormat.LOG, Map.of(), UnaryOperator.identity())) {
            pipeline.publishNumbers(0, 10_000);
            pipeline.awaitStored(1);
            try (PipelineFixture.Instance second = pipeline.start(WireFormat.LOG, Map.of(), UnaryOperator.identity())) {
                for (int from = 10_000; from < 40_000; from += 5_000) {
                    pipeline.publishNumbers(from, from + 5_000);
                }
                await().atMost(TIMEOUT)
                        .until(() -> !second.ingest().loops().getFirst().lag().isEmpty());
                pipeline.publishNumbers(40_000, 50_000);
            }
            pipeline.publishNumbers(50_000, 60_000);
            pipeline.awaitStored(60_000);
        }
        pipeline.assertEachNumberStoredOnce(60_000);
    }

    @Test
    void commitAfterRebalance_isFenced() throws InterruptedException {
        StallingSessions stalling = new StallingSessions();
        // short, so that the group reassigns the partitions of a stalled consumer
        Map<String, String> shortTimeouts = Map.of("max.poll.interval.ms", "3000", "session.timeout.ms", "2500");
        try (PipelineFixture.Instance _ = pipeline.start(WireFormat.LOG, shortTimeouts, stalling)) {
            pipeline.publishNumbers(0, 5_000);
            stalling.stalled.await();
            try (PipelineFixture.Instance _ = pipeline.start(WireFormat.LOG, shortTimeouts, UnaryOperator.identity())) {
                pipeline.awaitStored(5_000);
                stalling.proceed.countDown();
                pipeline.publishNumbers(5_000, 10_000);
                pipeline.awaitStored(10_000);
                await().atMost(TIMEOUT).until(() -> stalling.fenced);
            }
        }
        pipeline.assertEachNumberStoredOnce(10_000);
    }

    /** Sessions that wait before they store their first batch. */
    private static final class StallingSessions implements UnaryOperator<IngestSession> {

        final CountDownLatch stalled = new CountDownLatch(1);
        final CountDownLatch proceed = new CountDownLatch(1);
        volatile boolean fenced;

        @Override
        public IngestSession apply(IngestSession session) {
            return new IngestSession() {
                @Override
                public Map<Partition, StoredPosition> positions(Map<Partition, Long> earliest) {
                    return session.positions(earliest);
                }

                @Override
                public void store(IngestBatch batch) {
                    stalled.countDown();
                    try {
                        proceed.await();
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
