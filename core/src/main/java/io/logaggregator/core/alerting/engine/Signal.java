package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a batch says about one thing that a rule watches. Immutable and thread-safe. */
public final class Signal {

    private final AlertRule rule;
    private final Labels labels;
    private final List<Point> points;
    private @Nullable UUID fingerprint;

    /**
     * @param points for {@link Condition.Threshold} the samples, for {@link Condition.LogCount} how many events there were
     *     at that instant
     */
    public Signal(AlertRule rule, Labels labels, List<Point> points) {
        this.rule = rule;
        this.labels = labels;
        this.points = points.size() == 1 // most signals, of very many
                ? List.of(points.getFirst())
                : points.stream().sorted(Comparator.comparing(Point::at)).toList();
    }

    public AlertRule rule() {
        return rule;
    }

    public Labels labels() {
        return labels;
    }

    /** By time. */
    public List<Point> points() {
        return points;
    }

    /** Of rule and labels. Made when it is asked for the first time: of most signals, which are calm, it never is. */
    public UUID fingerprint() {
        UUID made = fingerprint;
        if (made == null) {
            made = labels.fingerprint(rule.id());
            fingerprint = made;
        }
        return made;
    }

    /** Whether it changes nothing where nothing was wrong before. */
    public boolean isCalm() {
        return switch (rule.definition().condition()) {
            case Condition.Threshold _ -> {
                for (Point point : points) {
                    if (rule.definition().ladder().isExceededBy(point.value())) {
                        yield false;
                    }
                }
                yield true;
            }
            case Condition.LogCount _ -> points.isEmpty();
            case Condition.Silence _ -> false;
        };
    }

    @Override
    public String toString() {
        return rule.definition().name() + ' ' + labels.values() + ' ' + points;
    }
}
