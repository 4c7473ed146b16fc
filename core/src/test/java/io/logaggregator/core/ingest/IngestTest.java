package io.logaggregator.core.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.alerting.engine.RuleSet;
import io.logaggregator.core.common.Backoff;
import io.logaggregator.core.ingest.Decoded.Progress;
import io.logaggregator.core.ingest.Decoded.Rest;
import io.logaggregator.core.ingest.LoopStatus.State;
import io.logaggregator.core.ledger.Advance;
import io.logaggregator.core.ledger.IngestCounts;
import io.logaggregator.core.ledger.RejectedMessage;
import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.ledger.Rejection.Reason;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.queue.Position;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IngestTest {

    private static final Partition FIRST = new Partition("logs", "id", 0);
    private static final Partition SECOND = new Partition("logs", "id", 1);

    private final FakeQueue queue = new FakeQueue();
    private final FakeStore store = new FakeStore();
    private final Ingest ingest = new Ingest(
            queue,
            store::openIngestSession,
            Map.of("logs", IngestTest::decode),
            new Enricher(new Enrichment(LogTexts.EMPTY, List.of(), Duration.ofMinutes(10), Duration.ofDays(30))),
            () -> RuleSet.EMPTY,
            IngestMetrics.NONE,
            1,
            1 << 20,
            () -> new Backoff(Duration.ofMillis(1), Duration.ofMillis(5), new Random(1)),
            InstantSource.system());

    @AfterEach
    void stop() throws InterruptedException {
        assertThat(ingest.stop(Duration.ofSeconds(10))).isTrue();
    }

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
                .contains(new Advance(FIRST, 2, 2, IngestCounts.ZERO, Optional.of(queue.emptyAt))));
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

    private void awaitPosition(Partition partition, long position) {
        await().untilAsserted(() -> assertThat(store.positions).containsEntry(partition, Position.of(position)));
    }

    private void awaitState(State state) {
        await().until(() -> ingest.loops().getFirst().state() == state);
    }

    /** Decodes one element of a message {@code many:} at a time. */
    private static Decoded decode(Message message, int from, long maxBytes) {
        String text = new String(Objects.requireNonNull(message.value()), StandardCharsets.UTF_8);
        if (!text.startsWith("many:")) {
            return decode(message, text, 0);
        }
        Progress before = new Progress(0, 0, 0, false, "many:".length());
        for (int skipped = 0; skipped < from; skipped++) {
            before = after(before, text);
        }
        return part(message, text, before);
    }

    private static Decoded part(Message message, String text, Progress before) {
        Progress after = after(before, text);
        String element = text.substring(before.position(), after.position()).replace(",", "");
        Decoded decoded = element.equals("!")
                ? Decoded.rejected(
                        new Rejection(Reason.MALFORMED, "malformed", element.getBytes(StandardCharsets.UTF_8)))
                : decode(message, element, before.events());
        Rest rest = new Rest() {
            @Override
            public Progress before() {
                return after;
            }

            @Override
            public Decoded decode(long maxBytes) {
                return part(message, text, after);
            }
        };
        return new Decoded(
                decoded.observations(),
                decoded.rejections(),
                0,
                before,
                after.position() == text.length() ? Optional.empty() : Optional.of(rest));
    }

    private static Progress after(Progress before, String text) {
        int comma = text.indexOf(',', before.position());
        boolean invalid = text.charAt(before.position()) == '!';
        return new Progress(
                before.elements() + 1,
                before.events() + (invalid ? 0 : 1),
                before.rejections() + (invalid ? 1 : 0),
                before.observed() || !invalid,
                comma < 0 ? text.length() : comma + 1);
    }

    private static Decoded decode(Message message, String text, int index) {
        byte[] value = text.getBytes(StandardCharsets.UTF_8);
        return switch (text) {
            case "!malformed" -> Decoded.rejected(new Rejection(Reason.MALFORMED, "malformed", value));
            case "!nothing" -> Decoded.NOTHING;
            case "!throws" -> throw new IllegalStateException("bug");
            case "!overflows" -> throw new StackOverflowError();
            case "!fails" -> throw new AssertionError("of the test");
            default ->
                Decoded.of(new LogEvent(
                        EventId.of(message.partition(), message.offset(), index, message.timestamp()),
                        message.timestamp(),
                        message.receivedAt(),
                        "host",
                        Level.INFO,
                        text,
                        LogTexts.EMPTY,
                        List.of(),
                        JsonObject.EMPTY));
        };
    }
}
