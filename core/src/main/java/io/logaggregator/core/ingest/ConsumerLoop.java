package io.logaggregator.core.ingest;

import io.logaggregator.core.alerting.engine.RuleSet;
import io.logaggregator.core.common.Backoff;
import io.logaggregator.core.common.DataRejectedException;
import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.core.ingest.IngestMetrics.Cause;
import io.logaggregator.core.ingest.IngestSession.StoredPosition;
import io.logaggregator.core.ingest.LoopStatus.State;
import io.logaggregator.core.ledger.Advance;
import io.logaggregator.core.ledger.IngestCounts;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

    private final MessageQueue queue;
    private final Pipeline pipeline;
    private final IngestMetrics metrics;
    private final LoopMonitor monitor;
    private final LoopSession session;
    private final Backoff backoff;
    private final InstantSource clock;

    private volatile boolean stopping;
    private volatile @Nullable QueueConsumer consumer;

    // confined to the loop's thread:
    private final Map<Partition, StoredPosition> starts = new HashMap<>(); // where reading of partitions began
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
        this.queue = queue;
        this.pipeline = pipeline;
        this.metrics = metrics;
        this.monitor = new LoopMonitor(name, metrics, clock);
        this.session = new LoopSession(sessions, rules, metrics, clock);
        this.backoff = backoff;
        this.clock = clock;
    }

    LoopStatus status() {
        return monitor.status();
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
            monitor.stopped();
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
                monitor.waiting(State.WAITING_FOR_QUEUE, Cause.QUEUE_UNAVAILABLE, e);
            } catch (RuntimeException e) {
                monitor.failed(e);
            } finally {
                consumer = null;
                session.close();
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
                monitor.lag(lag(member));
                store(member, pipeline.decode(batch, starts));
            } finally {
                unstored.clear();
            }
        }
        seekUnpositioned(member);
        reportCaughtUp(member);
        monitor.lag(lag(member));
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
            monitor.running(member.assigned().isEmpty() ? State.IDLE : State.CONSUMING);
        } catch (StaleOwnerException e) {
            metrics.retried(Cause.STALE_OWNER);
        } catch (QueueUnavailableException e) {
            monitor.waiting(State.WAITING_FOR_QUEUE, Cause.QUEUE_UNAVAILABLE, e);
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
        member.caughtUp().forEach((partition, caughtUp) -> {
            Position at = Position.of(caughtUp.offset());
            advances.add(new Advance(partition, at, at, IngestCounts.ZERO, Optional.of(caughtUp.at())));
        });
        if (advances.isEmpty()) {
            return;
        }
        caughtUpReportedAt = now;
        try {
            session.store(advances);
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
        Map<Partition, StoredPosition> stored = session.positions(earliest);
        Map<Partition, Long> positions = new HashMap<>();
        List<Advance> gaps = new ArrayList<>();
        ranges.forEach((partition, range) -> {
            StoredPosition start = Objects.requireNonNull(stored.get(partition));
            Position from = start.position();
            Position to = Position.of(Math.clamp(from.offset(), range.start(), range.end()));
            positions.put(partition, to.offset());
            starts.put(partition, start);
            if (to.offset() != from.offset()) {
                log.error("offsets lost by the queue: partition={} from={} to={}", partition, from, to);
                IngestCounts lost = IngestCounts.lost(to.offset() - from.offset());
                gaps.add(new Advance(partition, from, to, lost, Optional.empty()));
            }
        });
        session.store(gaps);
        return positions;
    }

    /** Stores a batch, in several transactions where it is too large for one or the store rejects some of it. */
    private void store(QueueConsumer member, Pipeline.Parts batch) {
        polledAt = clock.instant();
        while (!batch.isEmpty() && !stopping) {
            DecodedBatch part = batch.next();
            try {
                session.store(part);
                monitor.running(State.CONSUMING);
                member.commit(part.nextOffsets());
            } catch (StaleOwnerException e) {
                monitor.staleOwner(e);
                member.clearPositions(e.partitions());
                batch.putBack(List.of(part));
                batch.drop(e.partitions());
            } catch (LimitExceededException e) {
                metrics.retried(Cause.DATA_REFUSED);
                batch.putBack(List.of(part.limited(e)));
            } catch (DataRejectedException e) {
                metrics.retried(Cause.DATA_REFUSED);
                batch.putBack(part.split(e));
            } catch (StoreUnavailableException e) {
                batch.putBack(List.of(part));
                pauseUntilStoreAvailable(member, e);
            }
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
        monitor.lag(lag(member));
    }

    /** Waits one backoff with partitions paused, polling to stay a member of the group. */
    private void pauseUntilStoreAvailable(QueueConsumer member, StoreUnavailableException cause) {
        session.close();
        monitor.waiting(State.WAITING_FOR_STORE, Cause.STORE_UNAVAILABLE, cause);
        member.pause();
        try {
            Instant until = clock.instant().plus(backoff.delay(monitor.failures()));
            for (Instant now = clock.instant(); now.isBefore(until) && !stopping; now = clock.instant()) {
                Duration left = Duration.between(now, until);
                member.poll(left.compareTo(POLL_TIMEOUT) < 0 ? left : POLL_TIMEOUT);
                monitor.lag(lag(member));
            }
        } finally {
            member.resume();
        }
    }

    private void pauseWhileFailing() {
        if (monitor.failures() == 0) {
            return;
        }
        Instant until = clock.instant().plus(backoff.delay(monitor.failures()));
        for (Instant now = clock.instant(); now.isBefore(until) && !stopping; now = clock.instant()) {
            LockSupport.parkNanos(Duration.between(now, until).toNanos());
            monitor.lag(Map.of());
        }
    }
}
