package io.logaggregator.core.alerting.kinds;

import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.ConditionKind;
import io.logaggregator.core.alerting.rule.ConditionKind.Member;
import io.logaggregator.core.alerting.rule.ConditionKind.Type;
import io.logaggregator.core.metrics.MetricFunction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A function over the samples of all series of a metric within the window, per group, as in a query of series. A rate is the
 * increase between samples within the window, divided by the time between them. A series whose samples cover less than half
 * of the window has none.
 *
 * @param groupBy {@code host} and names of attributes; empty aggregates all series together
 */
public record Aggregate(
        String metric,
        MetricFunction fn,
        List<String> groupBy,
        Duration window,
        Duration every,
        Duration evaluationDelay)
        implements ScheduledCondition {

    private static final Member<Aggregate, String> METRIC =
            new Member<>("metric", Type.TEXT, Optional.empty(), "name of the evaluated metric", Aggregate::metric);
    private static final Member<Aggregate, MetricFunction> FN = new Member<>(
            "fn",
            Type.choice(MetricFunction.class),
            Optional.of(MetricFunction.AVG),
            "function over the series of a group",
            Aggregate::fn);
    private static final Member<Aggregate, List<String>> GROUP_BY = new Member<>(
            "groupBy", Type.TEXTS, Optional.of(List.of()), "at most four of `host` and attributes", Aggregate::groupBy);
    private static final Member<Aggregate, Duration> WINDOW = ScheduledCondition.windowMember(Duration.ofMinutes(1));
    private static final Member<Aggregate, Duration> EVERY = ScheduledCondition.everyMember();
    private static final Member<Aggregate, Duration> DELAY = ScheduledCondition.delayMember();

    public static final ConditionKind<Aggregate> KIND = new ConditionKind<>(
            "aggregate",
            Aggregate.class,
            "a function over the series of a metric within the window, per group",
            List.of(METRIC, FN, GROUP_BY, WINDOW, EVERY, DELAY),
            values -> new Aggregate(
                    values.get(METRIC),
                    values.get(FN),
                    values.get(GROUP_BY),
                    values.get(WINDOW),
                    ScheduledCondition.interval(values, EVERY, values.get(WINDOW)),
                    values.get(DELAY)));

    public Aggregate {
        ScheduledCondition.requireMetric(metric);
        ScheduledCondition.requireNames(groupBy);
        ScheduledCondition.requireSchedule(window, every, evaluationDelay);
        groupBy = List.copyOf(groupBy);
    }

    @Override
    public boolean isPerSeries() {
        return false;
    }

    /** Window, interval and delay may differ. */
    @Override
    public boolean isComparableWith(Condition other) {
        return other instanceof Aggregate aggregate
                && metric.equals(aggregate.metric)
                && fn == aggregate.fn
                && groupBy.equals(aggregate.groupBy);
    }

    /** @param stored the value, which the store computes */
    @Override
    public double value(Instant at, List<Point> stored) {
        return stored.getFirst().value();
    }
}
