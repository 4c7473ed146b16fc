package io.logaggregator.core.ingest;

import io.logaggregator.core.queue.Message;

/**
 * Decodes messages to observations. Pure: the same message gives the same result, and no content makes it throw.
 * Thread-safe.
 */
@FunctionalInterface
public interface Decoder {

    /** Never throws: invalid content becomes a rejection. */
    Decoded decode(Message message);
}
