package io.logaggregator.core.queue;

import org.jspecify.annotations.Nullable;

/**
 * A message to be appended to a queue.
 *
 * @param key messages with the same key keep their order; {@code null} if order does not matter
 * @param format name of the value's format, stated in {@link Message#FORMAT_HEADER}; {@code null} for that of the topic
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record OutgoingMessage(
        String topic,
        byte @Nullable [] key,
        byte[] value,
        @Nullable String format) {

    /** A message in the format of its topic. */
    public OutgoingMessage(String topic, byte @Nullable [] key, byte[] value) {
        this(topic, key, value, null);
    }
}
