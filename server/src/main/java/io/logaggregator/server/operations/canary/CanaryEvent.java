package io.logaggregator.server.operations.canary;

import java.time.Instant;

/**
 * A canary event.
 *
 * @param sequence from 1 since the start of the instance
 * @param sentAt in whole milliseconds
 */
record CanaryEvent(long sequence, Instant sentAt) {}
