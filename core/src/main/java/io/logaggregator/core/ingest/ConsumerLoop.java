package io.logaggregator.core.ingest;

import io.logaggregator.core.alerting.engine.RuleSet;
import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.core.common.Backoff;
import io.logaggregator.core.common.DataRejectedException;
import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.core.ingest.IngestMetrics.Cause;
import io.logaggregator.core.ingest.LoopStatus.State;
import io.logaggregator.core.ledger.Advance;
import io.logaggregator.core.ledger.IngestCounts;
import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.queue.Batch;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.queue.OffsetRange;
import io.logaggregator.core.queue.Partition;
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
 * One thread, one member of the consumer group, one connection to the store: reads a batch, prepares it, stores it in
 * one transaction with its positions, and so on.
 *
 * <p>Whatever goes wrong, the position in the store says what was done, so there is only one answer to all trouble:
 * nothing is skipped, what is in hand is held or read again. While it waits it keeps polling, with partitions paused,
 * so that the group does not take it for dead.
 */
final class ConsumerLoop implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(ConsumerLoop.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration TELL_PAUSE = Duration.ofSeconds(1);

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

    // Of the loop's own thread:
    private @Nullable IngestSession session;
    private int failures; // since it last did what it should
    private Instant toldAt = Instant.EPOCH; // how far it is, where no batch says so

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

    /** Asks the loop to end after the transaction it is in. Thread-safe. */
    void stop() {
        stopping = true;
        QueueConsumer current = consumer;
        if (current != null) {
            current.wakeup();
        }
    }

    @Override
    public void run() {
        while (!stopping) {
            try (QueueConsumer member = queue.openConsumer()) {
                consumer = member;
                while (!stopping) {
                    turn(member);
                }
            } catch (QueueUnavailableException e) {
                waiting(State.WAITING_FOR_QUEUE, Cause.QUEUE_UNAVAILABLE, e);
            } catch (RuntimeException e) {
                log.error("loop failed and begins anew: loop={}", name, e);
                failures++;
                metrics.retried(Cause.FAILURE);
                enter(State.FAILED, e.toString());
            } finally {
                consumer = null;
                closeSession();
            }
            pauseWhileFailing();
        }
        enter(State.STOPPED, "");
    }

    private void turn(QueueConsumer member) {
        Batch batch = member.poll(POLL);
        if (!batch.isEmpty()) {
            commit(member, pipeline.prepare(batch));
        }
        position(member);
        tellCaughtUp(member);
        turned(member.lag());
    }

    /** Tells the queue where to read each partition that waits for it, as the store knows it. */
    private void position(QueueConsumer member) {
        try {
            Map<Partition, OffsetRange> waiting = member.unpositioned();
            if (!waiting.isEmpty()) {
                positions(waiting).forEach(member::seek);
            }
            enter(member.assigned().isEmpty() ? State.IDLE : State.CONSUMING, "");
        } catch (StaleOwnerException e) {
            metrics.retried(Cause.STALE_OWNER);
        } catch (QueueUnavailableException e) {
            waiting(State.WAITING_FOR_QUEUE, Cause.QUEUE_UNAVAILABLE, e);
        } catch (StoreUnavailableException e) {
            hold(member, e);
        }
    }

    /**
     * Stores, every second or so, up to when partitions have been read that have nothing more to give: only who knows
     * that can tell a host that is silent from one that was not heard yet.
     */
    private void tellCaughtUp(QueueConsumer member) {
        Instant now = clock.instant();
        if (now.isBefore(toldAt.plus(TELL_PAUSE)) || stopping) {
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
        toldAt = now;
        try {
            session().inTransaction(transaction -> transaction.advance(advances));
        } catch (StaleOwnerException e) {
            metrics.retried(Cause.STALE_OWNER);
            member.clearPositions(e.partitions());
        } catch (StoreUnavailableException e) {
            hold(member, e);
        }
    }

    private Map<Partition, Long> positions(Map<Partition, OffsetRange> ranges) {
        Map<Partition, Long> earliest = new HashMap<>();
        ranges.forEach((partition, range) -> earliest.put(partition, range.start()));
        Map<Partition, Long> positions = new HashMap<>(session().positions(earliest));
        List<Advance> gaps = new ArrayList<>();
        ranges.forEach((partition, range) -> {
            long stored = positions.getOrDefault(partition, range.start());
            long readable = Math.clamp(stored, range.start(), range.end());
            if (readable != stored) {
                log.error("offsets lost by the queue: partition={} from={} to={}", partition, stored, readable);
                gaps.add(new Advance(partition, stored, readable, IngestCounts.lost(readable - stored)));
                positions.put(partition, readable);
            }
        });
        if (!gaps.isEmpty()) {
            session().inTransaction(transaction -> transaction.advance(gaps));
        }
        return positions;
    }

    /** Stores a batch, in as many transactions as it takes. */
    private void commit(QueueConsumer member, PreparedBatch batch) {
        Deque<PreparedBatch> parts = new ArrayDeque<>(List.of(batch));
        while (!parts.isEmpty() && !stopping) {
            PreparedBatch part = parts.pop();
            if (part.isEmpty()) {
                continue;
            }
            try {
                store(part);
                enter(State.CONSUMING, "");
                member.commit(nextOffsets(part));
            } catch (StaleOwnerException e) {
                log.info("positions moved elsewhere, reading them again: loop={} partitions={}", name, e.partitions());
                metrics.retried(Cause.STALE_OWNER);
                member.clearPositions(e.partitions());
                parts.push(part);
                dropFrom(parts, e.partitions());
            } catch (DataRejectedException e) {
                metrics.retried(Cause.DATA_REFUSED);
                divide(part, e).reversed().forEach(parts::push);
            } catch (StoreUnavailableException e) {
                parts.push(part);
                hold(member, e);
            }
        }
    }

    /** What to store instead of a batch that the store refuses as data: its halves, or its one message as refused. */
    private static List<PreparedBatch> divide(PreparedBatch refused, DataRejectedException cause) {
        if (refused.messageCount() > 1) {
            return refused.halves();
        }
        if (refused.messageCount() == 0 || refused.messages().allMatch(PreparedMessage::isRefused)) {
            throw new IllegalStateException("the store refuses even the rejection: " + refused.advances(), cause);
        }
        log.warn("message refused by the store: {} reason={}", refused.advances(), cause.getMessage());
        return List.of(refused.refused(String.valueOf(cause.getMessage())));
    }

    private static void dropFrom(Deque<PreparedBatch> parts, Set<Partition> partitions) {
        List<PreparedBatch> kept =
                parts.stream().map(part -> part.without(partitions)).toList();
        parts.clear();
        parts.addAll(kept);
    }

    private void store(PreparedBatch batch) {
        List<Advance> advances = batch.advances();
        List<Observation> observations = batch.observations();
        RuleSet inForce = rules.get();
        Instant begin = clock.instant();
        session().inTransaction(transaction -> {
            transaction.advance(advances);
            transaction.append(observations);
            transaction.reject(batch.rejectedMessages());
            transaction.judge(remembered -> inForce.signals(observations, remembered));
        });
        Instant end = clock.instant();
        metrics.committed(commitOf(batch, advances, begin, end));
    }

    private static IngestMetrics.Commit commitOf(
            PreparedBatch batch, List<Advance> advances, Instant begin, Instant end) {
        IngestCounts tally = advances.stream().map(Advance::tally).reduce(IngestCounts.ZERO, IngestCounts::plus);
        Map<Rejection.Reason, Integer> rejections = new EnumMap<>(Rejection.Reason.class);
        long bytes = 0;
        Instant oldest = end;
        for (PreparedMessage message : batch.messages().toList()) {
            bytes += message.message().size();
            Instant timestamp = message.message().timestamp();
            oldest = timestamp.isBefore(oldest) ? timestamp : oldest;
            message.decoded().rejections().forEach(rejection -> rejections.merge(rejection.reason(), 1, Integer::sum));
        }
        return new IngestMetrics.Commit(
                tally, rejections, bytes, Duration.between(begin, end), Duration.between(oldest, end));
    }

    private static Map<Partition, Long> nextOffsets(PreparedBatch batch) {
        Map<Partition, Long> next = new HashMap<>();
        batch.slices().forEach(slice -> next.put(slice.partition(), slice.to()));
        return next;
    }

    /** Waits for the store while keeping the membership of the group alive. */
    private void hold(QueueConsumer member, StoreUnavailableException cause) {
        closeSession();
        waiting(State.WAITING_FOR_STORE, Cause.STORE_UNAVAILABLE, cause);
        member.pause();
        try {
            Instant until = clock.instant().plus(backoff.delay(failures));
            for (Instant now = clock.instant(); now.isBefore(until) && !stopping; now = clock.instant()) {
                Duration left = Duration.between(now, until);
                member.poll(left.compareTo(POLL) < 0 ? left : POLL);
                turned(member.lag());
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
            turned(Map.of());
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

    private void waiting(State state, Cause cause, AggregatorException reason) {
        failures++;
        metrics.retried(cause);
        if (status.state() != state) {
            log.warn("waiting: loop={} state={} reason={}", name, state, reason.getMessage());
        }
        enter(state, String.valueOf(reason.getMessage()));
    }

    private void enter(State state, String reason) {
        LoopStatus before = status;
        boolean same = before.state() == state;
        if (state == State.CONSUMING || state == State.IDLE) {
            failures = 0;
            if (!same) {
                log.info("{}: loop={} after={}", state, name, before.state());
            }
        }
        Instant now = clock.instant();
        status = new LoopStatus(name, state, same ? before.since() : now, reason, now, before.lag());
    }

    private void turned(Map<Partition, Long> lag) {
        LoopStatus before = status;
        status = new LoopStatus(name, before.state(), before.since(), before.reason(), clock.instant(), lag);
    }
}
