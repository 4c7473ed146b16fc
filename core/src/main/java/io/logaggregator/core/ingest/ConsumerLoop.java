package io.logaggregator.core.ingest;

import io.logaggregator.core.alerting.engine.RuleSet;
import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.core.common.Backoff;
import io.logaggregator.core.common.DataRejectedException;
import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.core.ingest.DecodedBatch.DecodedMessage;
import io.logaggregator.core.ingest.IngestMetrics.Cause;
import io.logaggregator.core.ingest.LoopStatus.State;
import io.logaggregator.core.ledger.Advance;
import io.logaggregator.core.ledger.IngestCounts;
import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.queue.Batch;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.queue.OffsetRange;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.queue.Position;
import io.logaggregator.core.queue.QueueConsumer;
import io.logaggregator.core.queue.QueueUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls batches, decodes them, and stores each in one transaction with its positions. One thread, one member of the
 * consumer group, one connection to the store.
 *
 * <p>The positions in the store are authoritative. After any failure the loop retries the batch or reads the positions
 * again, and skips nothing. While it waits it polls with partitions paused, so that the group does not expel it.
 */
final class ConsumerLoop implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(ConsumerLoop.class);
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(500);
    private static final Duration CAUGHT_UP_INTERVAL = Duration.ofSeconds(1);

    private final String name;
    private final MessageQueue queue;
    private final Supplier<IngestSession> sessions;
    private final Pipeline pipeline;
    private final Supplier<RuleSet> rules;
    private final IngestMetrics metrics;
    private final Backoff backoff;
    private final InstantSource clock;

    private volatile boolean stopping;
    private volatile @Nullable QueueConsumer consumer;
    private volatile LoopStatus status;

    // confined to the loop's thread:
    private @Nullable IngestSession session;
    private int failures; // consecutive
    private final Map<Partition, Position> positionsInMessages = new HashMap<>();
    private final Map<Partition, Long> unstored = new HashMap<>(); // messages of the batch in progress
    private Instant polledAt = Instant.EPOCH;
    private Instant caughtUpReportedAt = Instant.EPOCH;

    ConsumerLoop(
            String name,
            MessageQueue queue,
            Supplier<IngestSession> sessions,
            Pipeline pipeline,
            Supplier<RuleSet> rules,
            IngestMetrics metrics,
            Backoff backoff,
            InstantSource clock) {
        this.name = name;
        this.queue = queue;
        this.sessions = sessions;
        this.pipeline = pipeline;
        this.rules = rules;
        this.metrics = metrics;
        this.backoff = backoff;
        this.clock = clock;
        Instant now = clock.instant();
        this.status = new LoopStatus(name, State.STARTING, now, "", now, Map.of());
    }

    LoopStatus status() {
        return status;
    }

    /** Stops the loop after its current transaction. Thread-safe. */
    void stop() {
        stopping = true;
        QueueConsumer current = consumer;
        if (current != null) {
            current.wakeup();
        }
    }

    @Override
    public void run() {
        try {
            runUntilStopped();
        } finally { // also after an Error, which ends the thread
            Instant now = clock.instant();
            status = new LoopStatus(name, State.STOPPED, now, "", now, Map.of());
        }
    }

    private void runUntilStopped() {
        while (!stopping) {
            try (QueueConsumer member = queue.openConsumer()) {
                consumer = member;
                while (!stopping) {
                    runOnce(member);
                }
            } catch (QueueUnavailableException e) {
                reportWaiting(State.WAITING_FOR_QUEUE, Cause.QUEUE_UNAVAILABLE, e);
            } catch (RuntimeException e) {
                log.error("consumer loop failed, restarting: loop={}", name, e);
                failures++;
                metrics.retried(Cause.FAILURE);
                transitionTo(State.FAILED, e.toString());
            } finally {
                consumer = null;
                closeSession();
            }
            pauseWhileFailing();
        }
    }

    private void runOnce(QueueConsumer member) {
        Batch batch = member.poll(POLL_TIMEOUT);
        if (!batch.isEmpty()) {
            batch.slices()
                    .forEach(slice -> unstored.put(
                            slice.partition(), (long) slice.messages().size()));
            try {
                reportLag(lag(member));
                store(member, pipeline.decode(batch, positionsInMessages));
            } finally {
                unstored.clear();
            }
        }
        seekUnpositioned(member);
        reportCaughtUp(member);
        reportLag(lag(member));
    }

    /** The messages that are not stored: those that are not yet read, and those of the batch in progress. */
    private Map<Partition, Long> lag(QueueConsumer member) {
        Map<Partition, Long> lag = new HashMap<>(member.lag());
        unstored.forEach((partition, messages) -> lag.merge(partition, messages, Long::sum));
        return lag;
    }

    /** Seeks newly assigned partitions to their stored positions. */
    private void seekUnpositioned(QueueConsumer member) {
        try {
            Map<Partition, OffsetRange> unpositioned = member.unpositioned();
            if (!unpositioned.isEmpty()) {
                positions(unpositioned).forEach(member::seek);
            }
            transitionTo(member.assigned().isEmpty() ? State.IDLE : State.CONSUMING, "");
        } catch (StaleOwnerException e) {
            metrics.retried(Cause.STALE_OWNER);
        } catch (QueueUnavailableException e) {
            reportWaiting(State.WAITING_FOR_QUEUE, Cause.QUEUE_UNAVAILABLE, e);
        } catch (StoreUnavailableException e) {
            pauseUntilStoreAvailable(member, e);
        }
    }

    /**
     * Stores the watermark of partitions that are read to their end, once per second: no-data rules need it to
     * distinguish a silent host from unread messages.
     */
    private void reportCaughtUp(QueueConsumer member) {
        Instant now = clock.instant();
        if (now.isBefore(caughtUpReportedAt.plus(CAUGHT_UP_INTERVAL)) || stopping) {
            return;
        }
        List<Advance> advances = new ArrayList<>();
        member.caughtUp()
                .forEach((partition, caughtUp) -> advances.add(new Advance(
                        partition,
                        caughtUp.offset(),
                        caughtUp.offset(),
                        IngestCounts.ZERO,
                        Optional.of(caughtUp.at()))));
        if (advances.isEmpty()) {
            return;
        }
        caughtUpReportedAt = now;
        try {
            session().store(IngestBatch.EMPTY.withAdvances(advances));
        } catch (StaleOwnerException e) {
            metrics.retried(Cause.STALE_OWNER);
            member.clearPositions(e.partitions());
        } catch (StoreUnavailableException e) {
            pauseUntilStoreAvailable(member, e);
        }
    }

    private Map<Partition, Long> positions(Map<Partition, OffsetRange> ranges) {
        Map<Partition, Long> earliest = new HashMap<>();
        ranges.forEach((partition, range) -> earliest.put(partition, range.start()));
        Map<Partition, Position> stored = session().positions(earliest);
        Map<Partition, Long> positions = new HashMap<>();
        List<Advance> gaps = new ArrayList<>();
        ranges.forEach((partition, range) -> {
            Position from = stored.getOrDefault(partition, Position.of(range.start()));
            Position to = Position.of(Math.clamp(from.offset(), range.start(), range.end()));
            positions.put(partition, to.offset());
            positionsInMessages.remove(partition);
            if (to.offset() != from.offset()) {
                log.error("offsets lost by the queue: partition={} from={} to={}", partition, from, to);
                IngestCounts lost = IngestCounts.lost(to.offset() - from.offset());
                gaps.add(new Advance(partition, from, to, lost, Optional.empty()));
            } else if (from.element() > 0) {
                positionsInMessages.put(partition, from);
            }
        });
        if (!gaps.isEmpty()) {
            session().store(IngestBatch.EMPTY.withAdvances(gaps));
        }
        return positions;
    }

    /** Stores a batch, in several transactions where it is too large for one. */
    private void store(QueueConsumer member, Pipeline.Parts batch) {
        polledAt = clock.instant();
        while (!batch.isEmpty() && !stopping) {
            store(member, batch.next(), batch);
            if (!batch.isEmpty()) {
                keepMembership(member);
            }
        }
    }

    /** Polls without messages where a batch takes longer than one poll, so that the group does not expel the member. */
    private void keepMembership(QueueConsumer member) {
        Instant now = clock.instant();
        if (now.isBefore(polledAt.plus(POLL_TIMEOUT))) {
            return;
        }
        polledAt = now;
        member.pause();
        try {
            member.poll(Duration.ZERO);
        } finally {
            member.resume();
        }
        reportLag(lag(member));
    }

    /**
     * Stores a part of a batch, in several transactions where the store rejects some of it.
     *
     * @param rest the other parts
     */
    private void store(QueueConsumer member, DecodedBatch batch, Pipeline.Parts rest) {
        Deque<DecodedBatch> parts = new ArrayDeque<>(List.of(batch));
        while (!parts.isEmpty() && !stopping) {
            DecodedBatch part = parts.pop();
            if (part.isEmpty()) {
                continue;
            }
            try {
                commit(part);
                transitionTo(State.CONSUMING, "");
                member.commit(part.nextOffsets());
            } catch (StaleOwnerException e) {
                log.info(
                        "positions moved by another consumer, reading them again: loop={} partitions={}",
                        name,
                        e.partitions());
                metrics.retried(Cause.STALE_OWNER);
                member.clearPositions(e.partitions());
                parts.push(part);
                dropFrom(parts, e.partitions());
                rest.drop(e.partitions());
            } catch (LimitExceededException e) {
                metrics.retried(Cause.DATA_REFUSED);
                parts.push(part.limited(e));
            } catch (DataRejectedException e) {
                metrics.retried(Cause.DATA_REFUSED);
                split(part, e).reversed().forEach(parts::push);
            } catch (StoreUnavailableException e) {
                parts.push(part);
                pauseUntilStoreAvailable(member, e);
            }
        }
    }

    /** Splits a batch that the store rejected; a single message becomes a rejection. */
    private static List<DecodedBatch> split(DecodedBatch refused, DataRejectedException cause) {
        if (refused.messageCount() > 1) {
            return refused.halves();
        }
        if (refused.messageCount() == 0 || refused.messages().allMatch(DecodedMessage::isRefused)) {
            throw new IllegalStateException("the store rejects the rejection: " + refused.advances(), cause);
        }
        log.warn("message rejected by the store: advances={} reason={}", refused.advances(), cause.getMessage());
        return List.of(refused.refused(String.valueOf(cause.getMessage())));
    }

    private static void dropFrom(Deque<DecodedBatch> parts, Set<Partition> partitions) {
        List<DecodedBatch> remaining =
                parts.stream().map(part -> part.without(partitions)).toList();
        parts.clear();
        parts.addAll(remaining);
    }

    private void commit(DecodedBatch batch) {
        IngestBatch content = batch.toIngestBatch(rules.get());
        Instant begin = clock.instant();
        session().store(content);
        Instant end = clock.instant();
        metrics.committed(commitOf(batch, content.advances(), begin, end));
    }

    private static IngestMetrics.Commit commitOf(
            DecodedBatch batch, List<Advance> advances, Instant begin, Instant end) {
        IngestCounts tally = advances.stream().map(Advance::tally).reduce(IngestCounts.ZERO, IngestCounts::plus);
        Map<Rejection.Reason, Integer> rejections = new EnumMap<>(Rejection.Reason.class);
        long bytes = 0;
        Instant oldest = end;
        for (DecodedMessage message : batch.messages().toList()) {
            bytes += message.isComplete() ? message.message().size() : 0;
            Instant timestamp = message.message().timestamp();
            oldest = timestamp.isBefore(oldest) ? timestamp : oldest;
            message.decoded().rejections().forEach(rejection -> rejections.merge(rejection.reason(), 1, Integer::sum));
        }
        return new IngestMetrics.Commit(
                tally, rejections, bytes, Duration.between(begin, end), Duration.between(oldest, end));
    }

    /** Waits one backoff with partitions paused, polling to stay a member of the group. */
    private void pauseUntilStoreAvailable(QueueConsumer member, StoreUnavailableException cause) {
        closeSession();
        reportWaiting(State.WAITING_FOR_STORE, Cause.STORE_UNAVAILABLE, cause);
        member.pause();
        try {
            Instant until = clock.instant().plus(backoff.delay(failures));
            for (Instant now = clock.instant(); now.isBefore(until) && !stopping; now = clock.instant()) {
                Duration left = Duration.between(now, until);
                member.poll(left.compareTo(POLL_TIMEOUT) < 0 ? left : POLL_TIMEOUT);
                reportLag(lag(member));
            }
        } finally {
            member.resume();
        }
    }

    private void pauseWhileFailing() {
        if (failures == 0) {
            return;
        }
        Instant until = clock.instant().plus(backoff.delay(failures));
        for (Instant now = clock.instant(); now.isBefore(until) && !stopping; now = clock.instant()) {
            LockSupport.parkNanos(Duration.between(now, until).toNanos());
            reportLag(Map.of());
        }
    }

    private IngestSession session() {
        IngestSession open = session;
        if (open == null) {
            open = sessions.get();
            session = open;
        }
        return open;
    }

    private void closeSession() {
        IngestSession open = session;
        session = null;
        if (open != null) {
            open.close();
        }
    }

    private void reportWaiting(State state, Cause cause, AggregatorException reason) {
        failures++;
        metrics.retried(cause);
        if (status.state() != state) {
            log.warn("consumer loop waiting: loop={} state={} reason={}", name, state, reason.getMessage());
        }
        transitionTo(state, String.valueOf(reason.getMessage()));
    }

    private void transitionTo(State state, String reason) {
        LoopStatus before = status;
        boolean same = before.state() == state;
        if (state == State.CONSUMING || state == State.IDLE) {
            failures = 0;
            if (!same) {
                log.info("consumer loop state changed: loop={} state={} previous={}", name, state, before.state());
            }
        }
        Instant now = clock.instant();
        status = new LoopStatus(name, state, same ? before.since() : now, reason, now, before.lag());
    }

    private void reportLag(Map<Partition, Long> lag) {
        LoopStatus before = status;
        status = new LoopStatus(name, before.state(), before.since(), before.reason(), clock.instant(), lag);
    }
}
