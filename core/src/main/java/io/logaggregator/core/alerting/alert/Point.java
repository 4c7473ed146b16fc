package io.logaggregator.core.alerting.alert;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A number at an instant: a sample of a metric, so many events, so many seconds of silence.
 *
 * @param at to the microsecond, as it is stored, so that what is read again compares as it did before
 */
public record Point(Instant at, double value) {

    public Point {
        at = at.truncatedTo(ChronoUnit.MICROS);
    }
}
