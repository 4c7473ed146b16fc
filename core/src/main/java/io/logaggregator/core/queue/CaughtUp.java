package io.logaggregator.core.queue;

import java.time.Instant;

/**
 * Report that a partition was read to its end.
 *
 * @param offset next offset to read
 * @param at an instant at which the partition held no message at that offset or beyond, of open transactions either
 */
public record CaughtUp(long offset, Instant at) {}
