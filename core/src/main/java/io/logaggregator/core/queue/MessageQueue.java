package io.logaggregator.core.queue;

import io.logaggregator.core.common.DataRejectedException;
import java.util.List;

/**
 * A partitioned, replayable log of messages with positions. Thread-safe; what it opens is not.
 *
 * <p>Opening does no I/O: a queue that is away shows in {@link #check()} and in the first use.
 */
public interface MessageQueue extends AutoCloseable {

    /** A new member of the consumer group. */
    QueueConsumer openConsumer();

    /**
     * Appends messages and returns when the queue has them durably. Messages of the same key keep their order.
     *
     * @throws QueueUnavailableException when that cannot be said within the configured time: some may have been appended
     * @throws DataRejectedException when the queue refuses a message for good, for example as too large
     */
    void publish(List<OutgoingMessage> messages);

    /**
     * Asks the queue for a sign of life.
     *
     * @throws QueueUnavailableException when it gives none, with the reason
     */
    void check();

    @Override
    void close();
}
