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
 */
@SuppressWarnings("ArrayRecordComponent") // one message is never compared with another
public record Message(
        Partition partition,
        long offset,
        Instant timestamp,
        Instant receivedAt,
        byte @Nullable [] key,
        byte @Nullable [] value) {

    /** Time of entering the queue. The queue's timestamp may be set by a sender with a fast clock. */
    public Instant queuedAt() {
        return timestamp.isBefore(receivedAt) ? timestamp : receivedAt;
    }

    /** Bytes of key and value. */
    public int size() {
        return (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
    }
}
