package io.logaggregator.core.queue;

import java.util.List;
import java.util.Map;

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
     * order. A message that the queue rejects does not affect the others.
     *
     * @throws QueueUnavailableException when there is no acknowledgement within the configured time; some messages may
     *     have been appended
     * @throws MessagesRejectedException when the queue has rejected some messages for good and stored all others
     */
    void publish(List<OutgoingMessage> messages);

    /**
     * Checks that the queue is available.
     *
     * @throws QueueUnavailableException with the reason if it is not
     */
    void check();

    /** Number of partitions by consumed topic, as far as known, whether or not this consumer group reads them. Never blocks. */
    default Map<String, Integer> partitions() {
        return Map.of();
    }

    @Override
    void close();
}
