package io.logaggregator.core.queue;

import java.time.Instant;

/**
 * That a partition has been read to its end.
 *
 * @param offset of the next message
 * @param at an instant at which there was none at that offset or beyond
 */
public record CaughtUp(long offset, Instant at) {}
