package io.logaggregator.core.queue;

import org.jspecify.annotations.Nullable;

/**
 * A message to be appended to a queue.
 *
 * @param key messages of one key stay in order; {@code null} where order does not matter
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record OutgoingMessage(String topic, byte @Nullable [] key, byte[] value) {}
