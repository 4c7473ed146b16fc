package io.logaggregator.core.alerting.alert;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A number at an instant: a metric sample, an event count, or seconds without data.
 *
 * @param at in microseconds, the precision of the store, so that stored and new points compare alike
 */
public record Point(Instant at, double value) {

    public Point {
        at = at.truncatedTo(ChronoUnit.MICROS);
    }
}
