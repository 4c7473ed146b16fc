package io.logaggregator.domain.alert;

import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * What a batch says about one thing that a rule watches.
 *
 * @param fingerprint of rule and labels
 * @param points by time; for {@link Condition.Threshold} the samples, for {@link Condition.LogCount} how many events
 *     there were at that instant
 */
public record Signal(AlertRule rule, Labels labels, UUID fingerprint, List<Point> points) {

    public Signal {
        points = points.size() == 1 // most signals, of very many
                ? List.of(points.getFirst())
                : points.stream().sorted(Comparator.comparing(Point::at)).toList();
    }

    public Signal(AlertRule rule, Labels labels, List<Point> points) {
        this(rule, labels, labels.fingerprint(rule.id()), points);
    }

    /** Whether it changes nothing where nothing was wrong before. */
    public boolean isCalm() {
        return switch (rule.definition().condition()) {
            case Condition.Threshold _ ->
                points.stream().noneMatch(point -> rule.definition().ladder().isExceededBy(point.value()));
            case Condition.LogCount _ -> points.isEmpty();
            case Condition.Silence _ -> false;
        };
    }
}
