package io.logaggregator.testkit.contract;

import static io.logaggregator.testkit.TestObservations.logEvent;
import static io.logaggregator.testkit.TestObservations.logEvents;
import static io.logaggregator.testkit.TestObservations.metricSamples;
import static io.logaggregator.testkit.TestObservations.processSnapshot;
import static io.logaggregator.testkit.TestObservations.rejectedMessage;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.logaggregator.core.common.DataRejectedException;
import io.logaggregator.core.common.Page;
import io.logaggregator.core.ingest.IngestBatch;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.ingest.IngestSession.StoredPosition;
import io.logaggregator.core.ingest.StaleOwnerException;
import io.logaggregator.core.ledger.Advance;
import io.logaggregator.core.ledger.IngestCounts;
import io.logaggregator.core.ledger.LedgerEntry;
import io.logaggregator.core.ledger.LedgerGap;
import io.logaggregator.core.ledger.RejectedMessage;
import io.logaggregator.core.ledger.RejectedMessages;
import io.logaggregator.core.ledger.RejectedMessages.Filter;
import io.logaggregator.core.ledger.RejectedMessages.Group;
import io.logaggregator.core.ledger.RejectedMessages.Replay;
import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.ledger.StoredRows;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.queue.Position;
import io.logaggregator.core.store.Revision;
import io.logaggregator.core.store.Store;
import io.logaggregator.testkit.TestAdvances;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of {@link Store}, to be inherited by the test of each adapter. */
@SuppressWarnings("NullAway.Init") // JUnit calls open() before each test
public abstract class StoreContract {

    protected static final Partition LOGS_0 = new Partition("logs", "id-of-logs", 0);
    protected static final Partition LOGS_1 = new Partition("logs", "id-of-logs", 1);
    private static final Partition METRICS = new Partition("metrics", "id-of-metrics", 0);
    protected static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private Store store;
    private IngestSession session;

    /** Creates an empty store that is ready for use. */
    protected abstract Store emptyStore();

    @BeforeEach
    void open() {
        store = emptyStore();
        session = store.openIngestSession();
    }

    @AfterEach
    void close() {
        session.close();
        store.close();
    }

    @Test
    void check_passes() {
        store.check();
    }

    @Test
    void positions_startAtEarliestMessage() {
        assertThat(positions(Map.of(LOGS_0, 5L, LOGS_1, 0L)))
                .isEqualTo(Map.of(LOGS_0, Position.of(5), LOGS_1, Position.of(0)));
        assertThat(positions(Map.of(LOGS_0, 9L))).isEqualTo(Map.of(LOGS_0, Position.of(5)));
    }

    @Test
    void positions_ofRecreatedTopicStartAgain() {
        Partition recreated = new Partition("logs", "another-id", 0);
        session.positions(Map.of(LOGS_0, 5L));

        assertThat(positions(Map.of(recreated, 0L))).isEqualTo(Map.of(recreated, Position.of(0)));
    }

    @Test
    void positions_haveSourceThatStays() {
        Partition recreated = new Partition("logs", "another-id", 0);
        Map<Partition, StoredPosition> begun = session.positions(Map.of(LOGS_0, 5L, LOGS_1, 5L));
        Map<Partition, StoredPosition> next = session.positions(Map.of(recreated, 0L));
        advance(observed(LOGS_0, 5, 3));

        try (IngestSession other = store.openIngestSession()) {
            Map<Partition, StoredPosition> all = other.positions(Map.of(LOGS_1, 0L, LOGS_0, 0L, recreated, 0L));

            assertThat(all.values()).extracting(StoredPosition::source).doesNotHaveDuplicates();
            assertThat(all.get(LOGS_0))
                    .extracting(StoredPosition::source)
                    .isEqualTo(Objects.requireNonNull(begun.get(LOGS_0)).source());
            assertThat(all).containsEntry(LOGS_1, begun.get(LOGS_1)).containsAllEntriesOf(next);
        }
    }

    private Map<Partition, Position> positions(Map<Partition, Long> earliest) {
        return session.positions(earliest).entrySet().stream()
                .collect(toMap(Map.Entry::getKey, stored -> stored.getValue().position()));
    }

    @Test
    void positions_ofNoPartitionAreEmpty() {
        assertThat(positions(Map.of())).isEmpty();
    }

    @Test
    void advance_movesThePositionAndAddsToTheLedger() {
        session.positions(Map.of(LOGS_0, 5L, LOGS_1, 7L));
        IngestCounts tally = new IngestCounts(10, 6, 3, 1, 2, 0, 0, 0, 0, 0, 4);

        advance(TestAdvances.of(LOGS_0, 5, 17, tally));
        advance(TestAdvances.of(LOGS_0, 17, 29, tally), TestAdvances.of(LOGS_1, 7, 19, tally));

        assertThat(positions(Map.of(LOGS_0, 0L, LOGS_1, 0L)))
                .isEqualTo(Map.of(LOGS_0, Position.of(29), LOGS_1, Position.of(19)));
        assertThat(store.ledger().entries())
                .allMatch(LedgerEntry::isBalanced)
                .extracting(LedgerEntry::partition, LedgerEntry::first, LedgerEntry::next, LedgerEntry::tally)
                .containsExactly(tuple(LOGS_0, 5L, 29L, tally.plus(tally)), tuple(LOGS_1, 7L, 19L, tally));
    }

    @Test
    void advance_rejectsStaleOwnerByPartition() {
        session.positions(Map.of(LOGS_0, 0L, LOGS_1, 0L));
        advance(observed(LOGS_0, 0, 3));

        assertThatExceptionOfType(StaleOwnerException.class)
                .isThrownBy(() -> session.store(IngestBatch.of(logEvents(LOGS_0, 0, 10, NOW))
                        .withAdvances(List.of(observed(LOGS_0, 0, 5), observed(LOGS_1, 0, 5)))))
                .satisfies(stale -> assertThat(stale.partitions()).containsExactly(LOGS_0));
        assertThat(positions(Map.of(LOGS_0, 0L, LOGS_1, 0L)))
                .isEqualTo(Map.of(LOGS_0, Position.of(3), LOGS_1, Position.of(0)));
        assertThat(stored("logEvents")).isZero();
    }

    @Test
    void advance_movesWithinMessage() {
        session.positions(Map.of(LOGS_0, 5L));
        IngestCounts part = new IngestCounts(0, 0, 0, 0, 0, 0, 10, 0, 0, 0, 0);
        IngestCounts last = new IngestCounts(1, 1, 0, 0, 0, 0, 5, 0, 0, 0, 0);
        Position begun = new Position(5, 10);

        session.store(IngestBatch.of(logEvents(LOGS_0, 5, 10, NOW))
                .withAdvances(List.of(new Advance(LOGS_0, Position.of(5), begun, part, Optional.empty()))));
        assertThat(positions(Map.of(LOGS_0, 0L))).isEqualTo(Map.of(LOGS_0, begun));
        assertThatExceptionOfType(StaleOwnerException.class).isThrownBy(() -> advance(observed(LOGS_0, 5, 1)));
        assertThatExceptionOfType(StaleOwnerException.class)
                .isThrownBy(() -> advance(new Advance(LOGS_0, new Position(5, 9), begun, part, Optional.empty())));
        assertThat(store.ledger().entries()).allMatch(LedgerEntry::isBalanced);

        session.store(IngestBatch.of(logEvents(LOGS_0, 6, 5, NOW))
                .withAdvances(List.of(new Advance(LOGS_0, begun, Position.of(6), last, Optional.empty()))));
        assertThat(positions(Map.of(LOGS_0, 0L))).isEqualTo(Map.of(LOGS_0, Position.of(6)));
        assertThat(store.ledger().entries()).allMatch(LedgerEntry::isBalanced);
        assertThat(store.ledger().count()).allMatch(StoredRows::isBalanced);
        assertThat(stored("logEvents")).isEqualTo(15);
    }

    @Test
    void advance_rejectsUnknownPartition() {
        assertThatExceptionOfType(StaleOwnerException.class).isThrownBy(() -> advance(observed(LOGS_0, 0, 1)));
    }

    @Test
    void concurrentAdvance_succeedsExactlyOnce() throws Exception {
        session.positions(Map.of(LOGS_0, 0L, LOGS_1, 0L));

        try (IngestSession rival = store.openIngestSession()) {
            for (int round = 0; round < 20; round++) {
                int from = round * 5;
                assertThat(atOnce(() -> wins(session, from, LOGS_0, LOGS_1), () -> wins(rival, from, LOGS_1, LOGS_0)))
                        .containsExactlyInAnyOrder(true, false);
            }
        }
        assertThat(store.ledger().count()).allMatch(StoredRows::isBalanced);
        assertThat(stored("logEvents")).isEqualTo(200);
    }

    private static boolean wins(IngestSession session, long from, Partition one, Partition other) {
        try {
            session.store(IngestBatch.of(Stream.of(logEvents(one, from, 5, NOW), logEvents(other, from, 5, NOW))
                            .flatMap(List::stream)
                            .toList())
                    .withAdvances(List.of(logged(one, from, 5), logged(other, from, 5))));
            return true;
        } catch (StaleOwnerException stale) {
            return false;
        }
    }

    @Test
    void append_storesEveryKindAndBalancesLedger() {
        session.positions(Map.of(LOGS_0, 0L));

        List<Observation> observations = new ArrayList<>(logEvents(LOGS_0, 0, 30, NOW));
        observations.addAll(metricSamples("web-1", 70, NOW));
        observations.add(processSnapshot("web-1", 300, NOW));
        observations.add(processSnapshot("web-2", 0, NOW));
        observations.add(processSnapshot("web-3", 1, NOW));
        session.store(IngestBatch.of(observations)
                .withAdvances(
                        List.of(TestAdvances.of(LOGS_0, 0, 40, new IngestCounts(40, 38, 2, 0, 0, 0, 30, 70, 3, 2, 0))))
                .withRejectedMessages(List.of(rejectedMessage(LOGS_0, 38, NOW), rejectedMessage(LOGS_0, 39, NOW))));

        assertThat(store.ledger().count())
                .containsExactlyInAnyOrder(
                        new StoredRows("logEvents", 30, 30, 0),
                        new StoredRows("metricSamples", 70, 70, 0),
                        new StoredRows("processSnapshots", 3, 3, 0),
                        new StoredRows("rejections", 2, 2, 0));
    }

    @Test
    void append_acceptsExtremeTimes() {
        session.positions(Map.of(LOGS_0, 0L));

        session.store(IngestBatch.of(List.of(
                        logEvent(LOGS_0, 0, Instant.EPOCH),
                        logEvent(LOGS_0, 1, Instant.parse("9999-12-31T23:59:59.999999999Z")),
                        logEvent(LOGS_0, 2, Instant.parse("1883-11-18T12:03:58Z"))))
                .withAdvances(List.of(logged(LOGS_0, 0, 3))));

        assertThat(stored("logEvents")).isEqualTo(3);
    }

    @Test
    void failedTransaction_storesNothing() {
        session.positions(Map.of(LOGS_0, 0L));

        assertThatThrownBy(() -> session.store(IngestBatch.of(logEvents(LOGS_0, 0, 10, NOW))
                        .withAdvances(List.of(logged(LOGS_0, 0, 10)))
                        .withSignals(tracked -> {
                            throw new IllegalStateException("on purpose");
                        })))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("on purpose");
        assertThat(positions(Map.of(LOGS_0, 0L))).isEqualTo(Map.of(LOGS_0, Position.of(0)));
        assertThat(stored("logEvents")).isZero();
    }

    @Test
    void rejectedRow_rollsBackAndKeepsSession() {
        session.positions(Map.of(LOGS_0, 0L));
        List<Observation> culprits = List.of(
                logEvent(LOGS_0, 5, NOW, "web-1", "nul \u0000 within"),
                logEvent(LOGS_0, 5, NOW, "web-1", "half a pair \uD83D"),
                logEvent(LOGS_0, 5, NOW, "nul\u0000host", "fine"),
                logEvent(LOGS_0, 5, Instant.parse("+999999-01-01T00:00:00Z"), "web-1", "a time beyond all"),
                new MetricSample("nul\u0000host", "system.cpu.utilization", 0.5, NOW, Map.of()),
                new MetricSample("web-1", "half \uDE00", 0.5, NOW, Map.of()),
                new MetricSample("web-1", "system.cpu.utilization", 0.5, NOW, Map.of("cpu", "\u0000")));

        for (Observation culprit : culprits) {
            List<Observation> observations = new ArrayList<>(logEvents(LOGS_0, 0, 5, NOW));
            observations.add(culprit);
            IngestBatch batch = IngestBatch.of(observations).withAdvances(List.of(logged(LOGS_0, 0, 6)));
            assertThatExceptionOfType(DataRejectedException.class)
                    .as("%s", culprit)
                    .isThrownBy(() -> session.store(batch));
        }
        assertThat(stored("logEvents")).isZero();

        session.store(IngestBatch.of(logEvents(LOGS_0, 0, 5, NOW)).withAdvances(List.of(logged(LOGS_0, 0, 5))));
        assertThat(stored("logEvents")).isEqualTo(5);
    }

    @Test
    void lostOffsets_areLedgerGaps() {
        session.positions(Map.of(LOGS_0, 0L));

        advance(TestAdvances.of(LOGS_0, 0, 30, new IngestCounts(10, 10, 0, 0, 0, 20, 0, 0, 0, 0, 0)));
        advance(TestAdvances.of(LOGS_0, 30, 25, new IngestCounts(0, 0, 0, 0, 0, -5, 0, 0, 0, 0, 0)));

        assertThat(store.ledger().entries()).allMatch(LedgerEntry::isBalanced);
        assertThat(store.ledger().gaps(10))
                .extracting(LedgerGap::partition, LedgerGap::from, LedgerGap::to)
                .containsExactly(tuple(LOGS_0, 30L, 25L), tuple(LOGS_0, 0L, 20L));
        assertThat(store.ledger().gaps(1)).hasSize(1);
    }

    @Test
    void rejected_areListedNewestFirst() {
        List<RejectedMessage> messages = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            messages.add(rejectedMessage(LOGS_0, i, NOW.plusSeconds(i)));
        }
        session.store(IngestBatch.EMPTY.withRejectedMessages(messages));

        Page<RejectedMessage> first = store.rejectedMessages().list(Filter.ALL, 3, Optional.empty());
        Page<RejectedMessage> second = store.rejectedMessages().list(Filter.ALL, 3, first.next());

        assertThat(first.items()).extracting(RejectedMessage::offset).containsExactly(4L, 3L, 2L);
        assertThat(second.items()).extracting(RejectedMessage::offset).containsExactly(1L, 0L);
        assertThat(second.next()).isEmpty();
    }

    @Test
    void rejected_areFilteredAndCounted() {
        List<RejectedMessage> messages = List.of(
                rejectedMessage(LOGS_0, 0, NOW),
                rejectedMessage(LOGS_1, 1, NOW.plusSeconds(1)),
                rejectedMessage(METRICS, 2, NOW.plusSeconds(2)));
        session.store(IngestBatch.EMPTY.withRejectedMessages(messages));
        RejectedMessages rejected = store.rejectedMessages();
        rejected.replay(messages.get(1).id(), _ -> {});
        Rejection.Reason reason = messages.getFirst().rejection().reason();

        assertThat(rejected.count(Filter.ALL))
                .containsExactly(
                        new Group(LOGS_0.topic(), reason, 2, 1, NOW, NOW.plusSeconds(1)),
                        new Group(METRICS.topic(), reason, 1, 0, NOW.plusSeconds(2), NOW.plusSeconds(2)));
        assertThat(offsets(filter(Set.of(), METRICS.topic(), null, NOW, NOW.plusSeconds(9))))
                .containsExactly(2L);
        assertThat(offsets(filter(Set.of(reason), null, true, NOW, NOW.plusSeconds(9))))
                .containsExactly(1L);
        assertThat(offsets(filter(Set.of(), null, false, NOW, NOW.plusSeconds(2))))
                .containsExactly(0L);
        assertThat(offsets(filter(Set.of(Rejection.Reason.TOO_MANY), null, null, NOW, NOW.plusSeconds(9))))
                .isEmpty();
    }

    private List<Long> offsets(Filter filter) {
        return store.rejectedMessages().list(filter, 10, Optional.empty()).items().stream()
                .map(RejectedMessage::offset)
                .toList();
    }

    private static Filter filter(
            Set<Rejection.Reason> reasons,
            @Nullable String topic,
            @Nullable Boolean replayed,
            Instant from,
            Instant to) {
        return new Filter(reasons, Optional.ofNullable(topic), Optional.ofNullable(replayed), from, to);
    }

    @Test
    void replayNext_passesOldestFirst_inPortions() {
        List<RejectedMessage> messages = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            messages.add(rejectedMessage(LOGS_0, i, NOW.plusSeconds(i)));
        }
        session.store(IngestBatch.EMPTY.withRejectedMessages(messages));
        RejectedMessages rejected = store.rejectedMessages();
        Filter filter = filter(Set.of(), LOGS_0.topic(), false, NOW, NOW.plusSeconds(4));
        List<Long> passed = new ArrayList<>();
        UUID refused = messages.getFirst().id();

        Optional<UUID> after = Optional.empty();
        for (int portion = 0; portion < 10; portion++) {
            Replay replay = rejected.replayNext(filter, after, 3, next -> {
                next.forEach(message -> passed.add(message.offset()));
                return next.stream()
                        .map(RejectedMessage::id)
                        .filter(id -> !id.equals(refused))
                        .collect(Collectors.toSet());
            });
            after = replay.next();
            if (after.isEmpty()) {
                break;
            }
        }

        assertThat(after).isEmpty();
        assertThat(passed).containsExactly(0L, 1L, 2L, 3L);
        assertThat(messages)
                .extracting(message ->
                        rejected.find(message.id()).orElseThrow().replayedAt().isPresent())
                .containsExactly(false, true, true, true, false);
    }

    @Test
    void replayNext_isLimitedInBytes() {
        List<RejectedMessage> messages = new ArrayList<>();
        for (int size : List.of(RejectedMessages.MAX_REPLAYED_BYTES + 1, 10, 20)) {
            RejectedMessage message = rejectedMessage(LOGS_0, messages.size(), NOW.plusSeconds(messages.size()));
            messages.add(new RejectedMessage(
                    message.id(),
                    message.partition(),
                    message.offset(),
                    message.rejectedAt(),
                    new Rejection(Rejection.Reason.TOO_LARGE, "", new byte[size]),
                    null,
                    null,
                    Optional.empty()));
        }
        session.store(IngestBatch.EMPTY.withRejectedMessages(messages));

        Replay first = store.rejectedMessages().replayNext(Filter.ALL, Optional.empty(), 10, _ -> Set.of());
        Replay second = store.rejectedMessages().replayNext(Filter.ALL, first.next(), 10, _ -> Set.of());

        assertThat(first.passed()).isEqualTo(1);
        assertThat(second.passed()).isEqualTo(2);
    }

    @Test
    void replayNext_failsAsAWhole() {
        session.store(IngestBatch.EMPTY.withRejectedMessages(List.of(rejectedMessage(LOGS_1, 7, NOW))));

        assertThatThrownBy(() -> store.rejectedMessages().replayNext(Filter.ALL, Optional.empty(), 10, _ -> {
                    throw new IllegalStateException("queue unavailable");
                }))
                .hasMessage("queue unavailable");
        assertThat(store.rejectedMessages().count(Filter.ALL))
                .extracting(Group::count, Group::replayed)
                .containsExactly(tuple(1L, 0L));
    }

    @Test
    void rejected_keepTheirBytesAndReason() {
        RejectedMessage message = rejectedMessage(LOGS_1, 7, NOW);
        session.store(IngestBatch.EMPTY.withRejectedMessages(List.of(message)));

        assertThat(store.rejectedMessages().find(message.id()))
                .get()
                .usingRecursiveComparison()
                .isEqualTo(message);
        assertThat(store.rejectedMessages().find(new UUID(1, 2))).isEmpty();
    }

    @Test
    void replay_recordsTime() {
        RejectedMessage message = rejectedMessage(LOGS_1, 7, NOW);
        session.store(IngestBatch.EMPTY.withRejectedMessages(List.of(message)));
        List<UUID> published = new ArrayList<>();

        Optional<RejectedMessage> replayed =
                store.rejectedMessages().replay(message.id(), given -> published.add(given.id()));

        assertThat(published).containsExactly(message.id());
        assertThat(replayed)
                .get()
                .satisfies(after -> assertThat(after.replayedAt()).isPresent());
        assertThat(store.rejectedMessages().find(message.id()))
                .get()
                .usingRecursiveComparison()
                .isEqualTo(replayed.orElseThrow());
    }

    @Test
    void failedReplay_recordsNothing() {
        RejectedMessage message = rejectedMessage(LOGS_1, 7, NOW);
        session.store(IngestBatch.EMPTY.withRejectedMessages(List.of(message)));

        assertThatThrownBy(() -> store.rejectedMessages().replay(message.id(), given -> {
                    throw new IllegalStateException("queue unavailable");
                }))
                .hasMessage("queue unavailable");
        assertThat(store.rejectedMessages().find(message.id()).orElseThrow().replayedAt())
                .isEmpty();
    }

    @Test
    void replay_ofUnknownMessageIsEmpty() {
        assertThat(store.rejectedMessages().replay(new UUID(1, 2), given -> {
                    throw new IllegalStateException("not to be called");
                }))
                .isEmpty();
    }

    @Test
    void revision_changesWithWritesToItsRange() {
        Instant hour = NOW.truncatedTo(ChronoUnit.HOURS);
        append(LOGS_0, logEvents(LOGS_0, 0, 3, hour));
        Revision logs = store.revisions().ofLogs(hour, hour.plusSeconds(3_600));
        Revision metrics = store.revisions().ofMetrics(hour, hour.plusSeconds(3_600));

        append(LOGS_0, logEvents(LOGS_0, 3, 3, hour.minusMillis(3)));
        append(LOGS_0, logEvents(LOGS_0, 6, 3, hour.plusSeconds(3_600)));
        append(LOGS_0, List.of(processSnapshot("web-1", 3, hour)));
        assertThat(store.revisions().ofLogs(hour, hour.plusSeconds(3_600))).isEqualTo(logs);
        assertThat(store.revisions().ofMetrics(hour, hour.plusSeconds(3_600))).isEqualTo(metrics);

        append(LOGS_0, metricSamples("web-1", 2, hour.plusSeconds(1)));
        assertThat(store.revisions().ofLogs(hour, hour.plusSeconds(3_600))).isEqualTo(logs);
        assertThat(store.revisions().ofMetrics(hour, hour.plusSeconds(3_600))).isNotEqualTo(metrics);

        List<Revision> seen = new ArrayList<>(List.of(logs));
        for (int write = 0; write < 5; write++) {
            append(LOGS_0, logEvents(LOGS_0, 100 + write, 1, hour.plusSeconds(3_599)));
            seen.add(store.revisions().ofLogs(hour, hour.plusSeconds(3_600)));
        }
        assertThat(seen).doesNotHaveDuplicates();
    }

    @Test
    void revision_staysAfterFailedTransaction() {
        append(LOGS_0, logEvents(LOGS_0, 0, 3, NOW));
        Revision before = store.revisions().ofLogs(NOW, NOW.plusSeconds(60));

        assertThatThrownBy(() -> session.store(
                        IngestBatch.of(logEvents(LOGS_0, 0, 10, NOW)).withAdvances(List.of(observed(LOGS_1, 7, 5)))))
                .isInstanceOf(StaleOwnerException.class);

        assertThat(store.revisions().ofLogs(NOW, NOW.plusSeconds(60))).isEqualTo(before);
    }

    @Test
    void revision_changesAfterRetention() {
        Instant old = NOW.minus(Duration.ofDays(3));
        Instant veryOld = NOW.minus(Duration.ofDays(300));
        store.maintenance().run(NOW, Duration.ofDays(30));
        append(LOGS_0, logEvents(LOGS_0, 0, 3, old));
        append(LOGS_0, logEvents(LOGS_0, 3, 3, veryOld));
        append(LOGS_0, logEvents(LOGS_0, 6, 3, NOW));
        Revision ofOld = store.revisions().ofLogs(old, old.plusSeconds(60));
        Revision ofVeryOld = store.revisions().ofLogs(veryOld, veryOld.plusSeconds(60));
        Revision ofNow = store.revisions().ofLogs(NOW, NOW.plusSeconds(60));

        store.maintenance().run(NOW, Duration.ofDays(2));

        assertThat(store.revisions().ofLogs(old, old.plusSeconds(60))).isNotEqualTo(ofOld);
        assertThat(store.revisions().ofLogs(veryOld, veryOld.plusSeconds(60))).isNotEqualTo(ofVeryOld);
        assertThat(store.revisions().ofLogs(NOW, NOW.plusSeconds(60))).isEqualTo(ofNow);
    }

    private void append(Partition partition, List<Observation> observations) {
        long from = positions(Map.of(partition, 0L))
                .getOrDefault(partition, Position.of(0))
                .offset();
        session.store(IngestBatch.of(observations).withAdvances(List.of(observed(partition, from, 1))));
    }

    @Test
    void maintenance_dropsExpiredRowsAndKeepsLedgerBalanced() {
        session.positions(Map.of(LOGS_0, 0L));
        Instant old = NOW.minus(Duration.ofDays(40));
        List<Observation> observations = new ArrayList<>(List.of(
                logEvent(LOGS_0, 0, old),
                logEvent(LOGS_0, 1, old),
                logEvent(LOGS_0, 2, NOW),
                logEvent(LOGS_0, 3, NOW),
                processSnapshot("web-1", 5, old),
                processSnapshot("web-1", 5, NOW)));
        observations.addAll(metricSamples("web-1", 10, old));
        observations.addAll(metricSamples("web-1", 10, NOW));
        session.store(IngestBatch.of(observations)
                .withAdvances(
                        List.of(TestAdvances.of(LOGS_0, 0, 9, new IngestCounts(9, 7, 2, 0, 0, 0, 4, 20, 2, 2, 0))))
                .withRejectedMessages(List.of(rejectedMessage(LOGS_0, 7, old), rejectedMessage(LOGS_0, 8, NOW))));

        store.maintenance().run(NOW, Duration.ofDays(30));
        store.maintenance().run(NOW, Duration.ofDays(30));

        assertThat(store.ledger().count())
                .containsExactlyInAnyOrder(
                        new StoredRows("logEvents", 4, 2, 2),
                        new StoredRows("metricSamples", 20, 10, 10),
                        new StoredRows("processSnapshots", 2, 1, 1),
                        new StoredRows("rejections", 2, 1, 1));
    }

    private void advance(Advance... advances) {
        session.store(IngestBatch.EMPTY.withAdvances(List.of(advances)));
    }

    private long stored(String kind) {
        return store.ledger().count().stream()
                .filter(rows -> rows.kind().equals(kind))
                .findFirst()
                .orElseThrow()
                .stored();
    }

    /** A step over messages with observations, without rows in the counts. */
    private static Advance observed(Partition partition, long from, int messages) {
        return TestAdvances.of(
                partition, from, from + messages, new IngestCounts(messages, messages, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    /** A step over messages with one log event each. */
    private static Advance logged(Partition partition, long from, int messages) {
        return TestAdvances.of(
                partition,
                from,
                from + messages,
                new IngestCounts(messages, messages, 0, 0, 0, 0, messages, 0, 0, 0, 0));
    }

    private static <T> List<T> atOnce(Callable<T> one, Callable<T> other) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(2);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<T> first = executor.submit(() -> {
                barrier.await();
                return one.call();
            });
            Future<T> second = executor.submit(() -> {
                barrier.await();
                return other.call();
            });
            return List.of(first.get(), second.get());
        }
    }
}
