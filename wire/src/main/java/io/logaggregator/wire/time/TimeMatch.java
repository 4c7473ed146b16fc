package io.logaggregator.wire.time;

import java.time.Instant;

/**
 * A time within a text.
 *
 * @param end index after the time and its zone
 * @param zoned whether the text states the zone
 */
public record TimeMatch(Instant instant, int end, boolean zoned) {}
