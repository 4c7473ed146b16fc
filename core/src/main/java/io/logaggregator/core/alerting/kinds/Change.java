package io.logaggregator.core.alerting.kinds;

import static io.logaggregator.core.common.InvalidDefinitionException.require;

import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.ConditionKind;
import io.logaggregator.core.alerting.rule.ConditionKind.Member;
import io.logaggregator.core.alerting.rule.ConditionKind.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Average of a series within the window, compared with the average within a window of the same length some time before.
 *
 * @param ago distance of the windows
 */
public record Change(String metric, Duration window, Duration ago, As as, Duration every, Duration evaluationDelay)
        implements ScheduledCondition {

    /** Comparison of the averages. */
    public enum As {
        /** Present minus earlier average. */
        DELTA,
        /** Present divided by earlier average; undefined if that is 0. */
        RATIO
    }

    private static final Duration MAX_AGO = Duration.ofDays(31);

    private static final Member<Change, String> METRIC =
            new Member<>("metric", Type.TEXT, Optional.empty(), "name of the evaluated metric", Change::metric);
    private static final Member<Change, Duration> WINDOW = ScheduledCondition.windowMember(Duration.ofMinutes(5));
    private static final Member<Change, Duration> AGO = new Member<>(
            "ago",
            Type.DURATION,
            Optional.of(Duration.ofDays(1)),
            "distance of the earlier window: at least its length, at most 31 days",
            Change::ago);
    private static final Member<Change, As> AS = new Member<>(
            "as",
            Type.choice(As.class),
            Optional.of(As.RATIO),
            "present average minus, or divided by, the earlier one",
            Change::as);
    private static final Member<Change, Duration> EVERY = ScheduledCondition.everyMember();
    private static final Member<Change, Duration> DELAY = ScheduledCondition.delayMember();

    public static final ConditionKind<Change> KIND = new ConditionKind<>(
            "change",
            Change.class,
            "present average of a series compared with an earlier one",
            List.of(METRIC, WINDOW, AGO, AS, EVERY, DELAY),
            values -> new Change(
                    values.get(METRIC),
                    values.get(WINDOW),
                    values.get(AGO),
                    values.get(AS),
                    ScheduledCondition.interval(values, EVERY, values.get(WINDOW)),
                    values.get(DELAY)));

    public Change {
        ScheduledCondition.requireMetric(metric);
        ScheduledCondition.requireSchedule(window, every, evaluationDelay);
        require(
                ScheduledCondition.isWithin(ago, window, MAX_AGO),
                "condition.ago",
                ago,
                "the window, " + window + ", to P31D");
    }

    @Override
    public boolean isPerSeries() {
        return true;
    }

    /** Window, interval and delay may differ. */
    @Override
    public boolean isComparableWith(Condition other) {
        return other instanceof Change change
                && metric.equals(change.metric)
                && ago.equals(change.ago)
                && as == change.as;
    }

    /** @param stored present and earlier average */
    @Override
    public double value(Instant at, List<Point> stored) {
        double present = stored.getFirst().value();
        double earlier = stored.getLast().value();
        return switch (as) {
            case DELTA -> present - earlier;
            case RATIO -> earlier == 0 ? Double.NaN : present / earlier;
        };
    }
}
