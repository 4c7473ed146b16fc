package io.logaggregator.core.queue;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * One member of a consumer group. It gives messages only of partitions that were told where to begin: what the queue
 * itself remembers of positions is never used. A partition waits for its position after it was assigned, after {@link
 * #forget}, and when its position is no longer within what the queue holds.
 *
 * <p>Not thread-safe, but for {@link #wakeup()}: one thread owns it.
 */
public interface QueueConsumer extends AutoCloseable {

    /**
     * The next messages, at most as many and as large as configured; empty when none came in time, and at once when
     * partitions came that wait for a position. Keeps the membership of the group alive, and is where partitions come and
     * go, so it must be called at least every few seconds.
     */
    Batch poll(Duration timeout);

    /** The partitions that are this member's at the moment. */
    Set<Partition> assigned();

    /**
     * The assigned partitions that wait for a position, with what the queue holds of them now. Cheap when none does.
     *
     * @throws QueueUnavailableException when the queue does not say
     */
    Map<Partition, OffsetRange> unpositioned();

    /** Where to read next; ignored for a partition that has meanwhile gone. */
    void position(Partition partition, long offset);

    /** Lets partitions wait for a position again; messages of them that were not yet given are dropped. */
    void forget(Collection<Partition> partitions);

    /** While paused, {@link #poll} gives no messages, but does all else. */
    void pause();

    /** Ends {@link #pause()}. */
    void resume();

    /** Tells the queue what has been processed, for the eyes of its own tools: best effort, without waiting. */
    void commit(Map<Partition, Long> next);

    /** Messages not yet given, by partition, as far as known. */
    Map<Partition, Long> lag();

    /**
     * The partitions of which everything was given by {@link #poll} that was in them at an instant not long ago. A
     * partition that cannot be reached at the moment stays at the instant at which it could.
     */
    Map<Partition, CaughtUp> caughtUp();

    /** Ends a {@link #poll} that waits, now or the next one, with an empty batch. Thread-safe. */
    void wakeup();

    /** Leaves the group, within a bounded time. */
    @Override
    void close();
}
