package io.logaggregator.server.operations.canary;

import java.time.Instant;

/**
 * A line that this instance sends to itself.
 *
 * @param sequence from 1 in each life of the instance
 * @param sentAt to the millisecond
 */
record CanaryLine(long sequence, Instant sentAt) {}
