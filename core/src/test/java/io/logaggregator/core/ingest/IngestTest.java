package io.logaggregator.core.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.ingest.LoopStatus.State;
import io.logaggregator.core.ledger.Advance;
import io.logaggregator.core.ledger.IngestCounts;
import io.logaggregator.core.ledger.Rejection.Reason;
import io.logaggregator.core.queue.Position;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Consumer loops: positions, failures of queue and store, rejections. */
class IngestTest extends IngestFixture {

    @Test
    void messages_areStoredOnceInOrder() {
        String[] values = IntStream.range(0, 1000).mapToObj(Integer::toString).toArray(String[]::new);
        queue.batchSize = 7;
        queue.add(FIRST, values);

        ingest.start();

        awaitPosition(FIRST, 1000);
        assertThat(store.stored).containsExactly(values);
        await().untilAsserted(() -> assertThat(queue.committed).containsEntry(FIRST, 1000L));
    }

    @Test
    void caughtUpPartition_storesWatermark() {
        queue.add(FIRST, "a", "b");
        queue.emptyAt = FakeQueue.TIMESTAMP.plusSeconds(30);

        ingest.start();

        await().untilAsserted(() -> assertThat(store.advances)
                .contains(new Advance(
                        FIRST, Position.of(2), Position.of(2), IngestCounts.ZERO, Optional.of(queue.emptyAt))));
    }

    @Test
    void batch_storesWatermarkOfPartition() {
        queue.add(FIRST, "a", "b");

        ingest.start();

        awaitPosition(FIRST, 2);
        assertThat(store.advances.getFirst().readUntil()).contains(FakeQueue.TIMESTAMP);
    }

    @Test
    void consumer_startsAtStoredPosition() {
        queue.add(FIRST, "a", "b", "c");
        store.positions.put(FIRST, Position.of(2));

        ingest.start();

        awaitPosition(FIRST, 3);
        assertThat(store.stored).containsExactly("c");
    }

    @Test
    void newPartition_startsAtEarliestOffset() {
        queue.add(FIRST, "gone", "b");
        queue.start.put(FIRST, 1L);

        ingest.start();

        awaitPosition(FIRST, 2);
        assertThat(store.stored).containsExactly("b");
        assertThat(store.advances)
                .allSatisfy(advance -> assertThat(advance.tally().lost()).isZero());
    }

    @Test
    void unavailableStore_keepsMembershipAndLosesNothing() {
        queue.add(FIRST, "a");
        ingest.start();
        awaitPosition(FIRST, 1);
        store.unavailable = true;
        queue.add(FIRST, "b");

        awaitState(State.WAITING_FOR_STORE);
        int polls = queue.pausedPolls.get();
        await().until(() -> queue.pausedPolls.get() > polls + 3);
        assertThat(ingest.loops().getFirst().lag()).isEqualTo(Map.of(FIRST, 1L)); // of the batch in progress
        store.unavailable = false;

        awaitPosition(FIRST, 2);
        awaitState(State.CONSUMING);
        await().until(() -> ingest.loops().getFirst().lag().isEmpty());
        assertThat(store.stored).containsExactly("a", "b");
        assertThat(queue.opened).hasValue(1);
    }

    @Test
    void commit_isNotRepeated_whenResponseIsLost() {
        queue.add(FIRST, "a", "b");
        store.losesOneAnswer = true;

        ingest.start();
        awaitPosition(FIRST, 2);
        queue.add(FIRST, "c");

        awaitPosition(FIRST, 3);
        assertThat(store.stored).containsExactly("a", "b", "c");
    }

    @Test
    void movedPosition_isReadAgain() {
        queue.add(FIRST, "a").add(SECOND, "x");
        ingest.start();
        awaitPosition(FIRST, 1);
        awaitPosition(SECOND, 1);

        store.positions.put(FIRST, Position.of(2));
        queue.add(FIRST, "b", "c").add(SECOND, "y");

        awaitPosition(FIRST, 3);
        awaitPosition(SECOND, 2);
        assertThat(store.stored).containsExactlyInAnyOrder("a", "x", "c", "y");
    }

    @Test
    void rejectedBatch_rejectsOnlyInvalidMessages() {
        queue.add(FIRST, "a", "bad", "b", "c").add(SECOND, "x", "y", "bad");
        store.refuses = "bad"::equals;

        ingest.start();

        awaitPosition(FIRST, 4);
        awaitPosition(SECOND, 3);
        assertThat(store.stored).containsExactlyInAnyOrder("a", "b", "c", "x", "y");
        assertThat(store.rejected)
                .extracting(
                        rejected -> rejected.partition(),
                        rejected -> rejected.offset(),
                        rejected -> rejected.rejection().reason())
                .containsExactlyInAnyOrder(tuple(FIRST, 1L, Reason.REFUSED), tuple(SECOND, 2L, Reason.REFUSED));
        assertThat(store.rejected)
                .allSatisfy(rejected ->
                        assertThat(rejected.rejection().value()).asString().isEqualTo("bad"));
    }

    @Test
    void messagesBeyondLimit_areRejectedWithTheirBytes() {
        queue.add(FIRST, "a", "new", "b").add(SECOND, "new", "bad", "y");
        store.limits = "new"::equals;
        store.refuses = "bad"::equals;

        ingest.start();

        awaitPosition(FIRST, 3);
        awaitPosition(SECOND, 3);
        assertThat(store.stored).containsExactlyInAnyOrder("a", "b", "y");
        assertThat(store.rejected)
                .extracting(
                        rejected -> rejected.partition(),
                        rejected -> rejected.offset(),
                        rejected -> rejected.rejection().reason(),
                        rejected -> new String(rejected.rejection().value(), UTF_8))
                .containsExactlyInAnyOrder(
                        tuple(FIRST, 1L, Reason.TOO_MANY, "new"),
                        tuple(SECOND, 0L, Reason.TOO_MANY, "new"),
                        tuple(SECOND, 1L, Reason.REFUSED, "bad"));
    }

    @Test
    void undecodableMessages_areRejectedAndBalanceLedger() {
        queue.add(FIRST, "a", "!malformed", "!nothing", "!throws", "b");

        ingest.start();

        awaitPosition(FIRST, 5);
        assertThat(store.stored).containsExactly("a", "b");
        assertThat(store.rejected)
                .extracting(rejected -> rejected.rejection().reason())
                .containsExactly(Reason.MALFORMED, Reason.DECODER_FAILURE);
        assertThat(store.advances.getFirst()).satisfies(advance -> {
            assertThat(advance.tally().messages()).isEqualTo(5);
            assertThat(advance.tally().observed()).isEqualTo(2);
            assertThat(advance.tally().rejected()).isEqualTo(2);
            assertThat(advance.tally().ignored()).isEqualTo(1);
            assertThat(advance.tally().isBalanced()).isTrue();
        });
    }

    @Test
    void stackOverflowOfDecoder_rejectsMessage() {
        queue.add(FIRST, "a", "!overflows", "b");

        ingest.start();

        awaitPosition(FIRST, 3);
        assertThat(store.stored).containsExactly("a", "b");
        assertThat(store.rejected)
                .extracting(rejected -> rejected.rejection().reason())
                .containsExactly(Reason.DECODER_FAILURE);
    }

    @Test
    void error_endsLoop_whichReportsIt() {
        queue.add(FIRST, "!fails");

        ingest.start();

        await().dontCatchUncaughtExceptions()
                .until(() -> ingest.loops().getFirst().state() == State.STOPPED);
    }

    @Test
    void deletedOffsets_becomeLedgerGap() {
        queue.add(FIRST, "a", "gone", "gone", "d");
        queue.start.put(FIRST, 3L);
        store.positions.put(FIRST, Position.of(1));

        ingest.start();

        awaitPosition(FIRST, 4);
        assertThat(store.stored).containsExactly("d");
        assertThat(store.advances.getFirst().tally().lost()).isEqualTo(2);
    }

    @Test
    void resetQueue_isReadFromItsEnd() {
        queue.add(FIRST, "a", "b");
        store.positions.put(FIRST, Position.of(10));

        ingest.start();
        awaitPosition(FIRST, 2);
        queue.add(FIRST, "c");

        awaitPosition(FIRST, 3);
        assertThat(store.stored).containsExactly("c");
        assertThat(store.advances.getFirst().tally().lost()).isEqualTo(-8);
    }

    @Test
    void rejectedRejection_failsLoopAndLosesNothing() {
        queue.add(FIRST, "bad");
        store.refuses = "bad"::equals;
        store.refusesRejections = true;

        ingest.start();
        awaitState(State.FAILED);
        store.refusesRejections = false;

        awaitPosition(FIRST, 1);
        assertThat(store.rejected).hasSize(1);
    }

    @Test
    void unavailableQueue_isRetried() {
        queue.unavailable = true;
        queue.add(FIRST, "a");

        ingest.start();
        awaitState(State.WAITING_FOR_QUEUE);
        queue.unavailable = false;

        awaitPosition(FIRST, 1);
    }
}
