package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Severity;
import java.time.Instant;
import java.util.UUID;

/**
 * An alert that is not over, as far as judging needs it.
 *
 * @param severity now
 * @param highest the worst it has been
 * @param occurrences samples, or events, beyond the lowest threshold since it was opened, the first included
 * @param last what was judged last
 * @param peak the value furthest out
 */
public record OpenAlert(
        UUID id, Instant openedAt, Severity severity, Severity highest, long occurrences, Point last, double peak) {

    /** The same, at another severity. */
    public OpenAlert at(Severity other) {
        Severity worst = other.compareTo(highest) > 0 ? other : highest;
        return new OpenAlert(id, openedAt, other, worst, occurrences, last, peak);
    }

    /** The same, with one more value judged, which stands for so many occurrences. */
    public OpenAlert counting(long more, Point point, Comparison comparison) {
        double furthest = comparison.exceeds(point.value(), peak) ? point.value() : peak;
        return new OpenAlert(id, openedAt, severity, highest, occurrences + more, point, furthest);
    }
}
