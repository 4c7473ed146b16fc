package io.logaggregator.core.alerting.state;

import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Severity;
import java.time.Instant;
import java.util.UUID;

/**
 * An unresolved alert, as far as the evaluation needs it.
 *
 * @param severity current severity
 * @param highest highest severity so far
 * @param occurrences samples or events beyond the lowest threshold since the alert was opened, the first included
 * @param last newest evaluated point
 * @param peak most extreme value so far
 * @param changedAt time of the last transition: those of an alert never go back in time
 */
public record OpenAlert(
        UUID id,
        Instant openedAt,
        Severity severity,
        Severity highest,
        long occurrences,
        Point last,
        double peak,
        Instant changedAt) {

    /** This alert with another severity since {@code time}. */
    public OpenAlert at(Severity other, Instant time) {
        Severity worst = other.compareTo(highest) > 0 ? other : highest;
        return new OpenAlert(id, openedAt, other, worst, occurrences, last, peak, time);
    }

    /**
     * This alert after one more evaluated point.
     *
     * @param more occurrences that the point stands for
     */
    public OpenAlert counting(long more, Point point, Comparison comparison) {
        double furthest = comparison.exceeds(point.value(), peak) ? point.value() : peak;
        return new OpenAlert(id, openedAt, severity, highest, occurrences + more, point, furthest, changedAt);
    }
}
