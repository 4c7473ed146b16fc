package io.logaggregator.core.queue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message of a queue. The arrays are shared and must not be modified.
 *
 * @param timestamp the queue's timestamp of the message
 * @param receivedAt time of reading from the queue
 * @param key often the host
 * @param value {@code null} is a tombstone
 * @param format name of the value's format, where the sender stated one; otherwise that of the topic counts
 * @param traceId id of the trace in which the message was sent, where the sender stated it
 * @param source number of the partition in the ids of events, which the store gives; 0 where nothing is stored
 */
@SuppressWarnings("ArrayRecordComponent") // one message is never compared with another
public record Message(
        Partition partition,
        long offset,
        Instant timestamp,
        Instant receivedAt,
        byte @Nullable [] key,
        byte @Nullable [] value,
        @Nullable String format,
        @Nullable String traceId,
        int source) {

    /** Name of the header that states the format of a message. */
    public static final String FORMAT_HEADER = "log-aggregator-format";

    /** A message that is not in a queue yet, where only its content counts. */
    public static Message unqueued(
            Partition partition, Instant at, byte @Nullable [] key, byte @Nullable [] value, @Nullable String format) {
        return new Message(partition, 0, at, at, key, value, format, null, 0);
    }

    public Message withSource(int number) {
        return new Message(partition, offset, timestamp, receivedAt, key, value, format, traceId, number);
    }

    /** Time of entering the queue. The queue's timestamp may be set by a sender with a fast clock. */
    public Instant queuedAt() {
        return timestamp.isBefore(receivedAt) ? timestamp : receivedAt;
    }

    /** Bytes of key and value. */
    public int size() {
        return (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
    }
}
