package io.logaggregator.core.queue;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * A member of a consumer group. It returns messages only of partitions with a position set by the caller; committed
 * offsets of the queue are never used. A partition needs a position after it was assigned, after {@link
 * #clearPositions}, and when its position is outside the range that the queue holds.
 *
 * <p>Owned by one thread; only {@link #wakeup()} is thread-safe.
 */
public interface QueueConsumer extends AutoCloseable {

    /**
     * Returns the next messages, within the configured limits of number and size; empty after the timeout, and at once
     * when partitions without a position were assigned. Keeps the membership in the group alive and applies rebalances,
     * so it must be called at least every few seconds.
     */
    Batch poll(Duration timeout);

    /** The currently assigned partitions. */
    Set<Partition> assigned();

    /**
     * The assigned partitions without a position, with their current ranges. Cheap if there are none.
     *
     * @throws QueueUnavailableException when the queue gives no answer
     */
    Map<Partition, OffsetRange> unpositioned();

    /** Sets the position of a partition; ignored if it is no longer assigned. */
    void seek(Partition partition, long offset);

    /** Removes the positions of partitions, and drops their messages that were not yet returned. */
    void clearPositions(Collection<Partition> partitions);

    /** While paused, {@link #poll} returns no messages, but does everything else. */
    void pause();

    /** Ends {@link #pause()}. */
    void resume();

    /** Commits processed offsets to the queue, for the benefit of its own tools: best effort, without waiting. */
    void commit(Map<Partition, Long> next);

    /** Number of messages not yet returned, by partition, as far as known, including those of open transactions. */
    Map<Partition, Long> lag();

    /**
     * The partitions of which {@link #poll} has returned everything up to a recent instant. A partition that is
     * unavailable keeps the last instant at which it was not.
     */
    Map<Partition, CaughtUp> caughtUp();

    /** Ends a waiting {@link #poll}, the current or the next one, with an empty batch. Thread-safe. */
    void wakeup();

    /** Leaves the group, within a bounded time. */
    @Override
    void close();
}
