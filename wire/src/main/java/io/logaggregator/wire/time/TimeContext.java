package io.logaggregator.wire.time;

import java.time.Instant;
import java.time.ZoneId;

/**
 * Assumptions for times that are not complete.
 *
 * @param zone of times without one
 * @param receivedAt selects the year of times without one, and bounds the numbers that can be times
 */
public record TimeContext(ZoneId zone, Instant receivedAt) {}
