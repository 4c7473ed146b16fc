package io.logaggregator.core.queue;

import org.jspecify.annotations.Nullable;

/**
 * A message to be appended to a queue.
 *
 * @param key messages with the same key keep their order; {@code null} if order does not matter
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record OutgoingMessage(String topic, byte @Nullable [] key, byte[] value) {}
