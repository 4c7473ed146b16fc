package io.logaggregator.core.ingest;

import io.logaggregator.core.queue.Message;

/**
 * Turns the bytes of a message into observations. Pure: the same message gives the same result, and no bytes make it
 * throw. Thread-safe.
 */
@FunctionalInterface
public interface Decoder {

    /** Never fails: what is not usable is among the rejections. */
    Decoded decode(Message message);
}
