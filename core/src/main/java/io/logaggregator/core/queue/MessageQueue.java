package io.logaggregator.core.queue;

import io.logaggregator.core.common.DataRejectedException;
import java.util.List;

/**
 * A partitioned, replayable log of messages with positions. Thread-safe, except for the consumers that it opens.
 *
 * <p>Opening does no I/O: an unavailable queue shows in {@link #check()} and in the first use.
 */
public interface MessageQueue extends AutoCloseable {

    /** Opens a new member of the consumer group. */
    QueueConsumer openConsumer();

    /**
     * Appends messages, and returns when the queue has stored them durably. Messages with the same key keep their
     * order.
     *
     * @throws QueueUnavailableException when there is no acknowledgement within the configured time; some messages may
     *     have been appended
     * @throws DataRejectedException when the queue rejects a message for good, for example as too large
     */
    void publish(List<OutgoingMessage> messages);

    /**
     * Checks that the queue is available.
     *
     * @throws QueueUnavailableException with the reason if it is not
     */
    void check();

    @Override
    void close();
}
