package io.logaggregator.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.ingest.LoopStatus.State;
import io.logaggregator.core.ledger.Advance;
import io.logaggregator.core.ledger.IngestCounts;
import io.logaggregator.core.ledger.RejectedMessage;
import io.logaggregator.core.ledger.Rejection.Reason;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.queue.Position;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Messages that are stored in several transactions. */
class LargeMessageIngestTest extends IngestFixture {

    @Test
    void largeMessage_isStoredInSeveralTransactions() {
        queue.add(FIRST, "a", "many:b,c,!,d,e", "f").add(SECOND, "many:x,y,z");

        ingest.start();

        awaitPosition(FIRST, 3);
        awaitPosition(SECOND, 1);
        assertThat(store.stored).containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f", "x", "y", "z");
        assertThat(store.advances)
                .filteredOn(advance -> advance.from().element() > 0)
                .hasSizeGreaterThan(4);
        IngestCounts sum = sumOf(FIRST);
        assertThat(sum.messages()).isEqualTo(3);
        assertThat(sum.observed()).isEqualTo(3);
        assertThat(sum.logEvents()).isEqualTo(6);
        assertThat(sum.rejections()).isEqualTo(1);
        assertThat(sum.isBalanced()).isTrue();
        assertThat(store.rejected).extracting(RejectedMessage::id).doesNotHaveDuplicates();
    }

    @Test
    void ids_haveSourceOfPartition() {
        queue.add(FIRST, "many:a,!,b").add(SECOND, "x", "!malformed");

        ingest.start();

        awaitPosition(FIRST, 1);
        awaitPosition(SECOND, 2);
        assertThat(store.ids)
                .containsExactlyInAnyOrder(
                        EventId.of(FakeStore.SOURCE, 0, 0, FakeQueue.TIMESTAMP),
                        EventId.of(FakeStore.SOURCE, 0, 1, FakeQueue.TIMESTAMP),
                        EventId.of(FakeStore.SOURCE + 1, 0, 0, FakeQueue.TIMESTAMP));
        assertThat(store.rejected)
                .allSatisfy(rejected -> assertThat(rejected.id())
                        .isEqualTo(EventId.of(
                                FakeStore.SOURCE + rejected.partition().number(),
                                rejected.offset(),
                                rejected.offset() == 0 ? 1 : 0,
                                rejected.rejectedAt())))
                .hasSize(2);
    }

    @Test
    void largeMessage_advancesWatermarkOnlyWhenComplete() {
        queue.add(FIRST, "many:a,b,c");

        ingest.start();

        awaitPosition(FIRST, 1);
        List<Advance> parts = store.advances.stream()
                .filter(advance -> !advance.from().equals(advance.to()))
                .toList();
        assertThat(parts).hasSize(3);
        assertThat(parts.subList(0, 2))
                .allSatisfy(part -> assertThat(part.readUntil()).isEmpty());
        assertThat(parts.getLast().readUntil()).contains(FakeQueue.TIMESTAMP);
    }

    @Test
    void largeMessage_continuesAtStoredElement() {
        queue.add(FIRST, "a", "many:b,!,!,d,e", "f");
        store.positions.put(FIRST, new Position(1, 3));

        ingest.start();

        awaitPosition(FIRST, 3);
        assertThat(store.stored).containsExactly("d", "e", "f");
        assertThat(store.rejected).isEmpty();
        assertThat(sumOf(FIRST).observed()).isEqualTo(2);
    }

    @Test
    void partlyStoredMessageWithoutObservationsInItsRest_isObserved() {
        queue.add(FIRST, "many:a,!");
        store.positions.put(FIRST, new Position(0, 1));

        ingest.start();

        awaitPosition(FIRST, 1);
        assertThat(sumOf(FIRST).observed()).isEqualTo(1);
    }

    @Test
    void lostResponseWithinMessage_storesEachElementOnce() {
        String elements = String.join(
                ",", IntStream.range(0, 100).mapToObj(Integer::toString).toList());
        queue.add(FIRST, "many:" + elements, "end");
        ingest.start();

        for (int i = 0; i < 20; i++) {
            store.losesOneAnswer = true;
            await().until(() -> !store.losesOneAnswer
                    || store.positions.containsKey(FIRST)
                            && store.positions.get(FIRST).offset() == 2);
        }

        awaitPosition(FIRST, 2);
        assertThat(store.stored).containsExactly((elements + ",end").split(","));
        assertThat(sumOf(FIRST).messages()).isEqualTo(2);
    }

    @Test
    void partRejectedByStore_isRejectedAlone() {
        queue.add(FIRST, "many:a,bad,c,!,bad", "d");
        store.refuses = "bad"::equals;

        ingest.start();

        awaitPosition(FIRST, 2);
        assertThat(store.stored).containsExactly("a", "c", "d");
        assertThat(store.rejected)
                .extracting(
                        rejected -> rejected.rejection().reason(),
                        rejected -> new String(rejected.rejection().value(), StandardCharsets.UTF_8))
                .containsExactly(
                        tuple(Reason.REFUSED, "bad,"), tuple(Reason.MALFORMED, "!"), tuple(Reason.REFUSED, "bad"));
        assertThat(store.rejected).extracting(RejectedMessage::id).doesNotHaveDuplicates();
    }

    @Test
    void movedPositionWithinMessage_isReadAgain() {
        queue.add(FIRST, "first");
        ingest.start();
        awaitPosition(FIRST, 1);
        store.unavailable = true;
        queue.add(FIRST, "many:a,b,c,d");
        awaitState(State.WAITING_FOR_STORE);

        store.positions.put(FIRST, new Position(1, 2));
        store.unavailable = false;

        awaitPosition(FIRST, 2);
        assertThat(store.stored).containsExactly("first", "c", "d");
    }

    private IngestCounts sumOf(Partition partition) {
        return store.advances.stream()
                .filter(advance -> advance.partition().equals(partition))
                .map(Advance::tally)
                .reduce(IngestCounts.ZERO, IngestCounts::plus);
    }
}
