package io.logaggregator.core.ingest;

import io.logaggregator.core.queue.Message;

/**
 * Decodes messages to observations. Pure: the same message gives the same result, and no content makes it throw.
 * Thread-safe.
 */
@FunctionalInterface
public interface Decoder {

    /**
     * Decodes a message from an element on; an element is a JSON object of the message, or an invalid part. The result has as
     * many elements as fit in {@code maxBytes}, at least one, and continues in {@link Decoded#rest()}. Never throws: invalid
     * content becomes a rejection.
     *
     * @param from number of elements to skip
     * @param maxBytes limit of {@link Decoded#cost}
     */
    Decoded decode(Message message, int from, long maxBytes);

    /** Decodes all of a message. */
    default Decoded decode(Message message) {
        return decode(message, 0, Long.MAX_VALUE);
    }
}
