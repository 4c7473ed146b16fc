package io.logaggregator.core.alerting.kinds;

import static io.logaggregator.core.common.InvalidDefinitionException.require;

import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.ConditionKind;
import io.logaggregator.core.alerting.rule.ConditionKind.Member;
import io.logaggregator.core.alerting.rule.ConditionKind.Type;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.observation.LogField;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Number of events of one query, divided by that of another, within the window, per group.
 *
 * @param minimum events of the denominator below which the ratio is undefined
 */
public record Ratio(
        String numerator,
        String denominator,
        List<LogField> groupBy,
        Duration window,
        int minimum,
        Duration every,
        Duration evaluationDelay)
        implements ScheduledCondition {

    private static final int DEFAULT_MINIMUM = 20;

    private static final Member<Ratio, String> NUMERATOR =
            new Member<>("numerator", Type.QUERY, Optional.empty(), "selects the counted events", Ratio::numerator);
    private static final Member<Ratio, String> DENOMINATOR = new Member<>(
            "denominator",
            Type.QUERY,
            Optional.of(""),
            "selects the events whose number divides; default: all",
            Ratio::denominator);
    private static final Member<Ratio, List<LogField>> GROUP_BY =
            new Member<>("groupBy", Type.LOG_FIELDS, Optional.of(List.of()), "at most four fields", Ratio::groupBy);
    private static final Member<Ratio, Duration> WINDOW = ScheduledCondition.windowMember(Duration.ofMinutes(5));
    private static final Member<Ratio, Integer> MINIMUM = new Member<>(
            "minimum",
            Type.COUNT,
            Optional.of(DEFAULT_MINIMUM),
            "events of the denominator below which nothing is evaluated",
            Ratio::minimum);
    private static final Member<Ratio, Duration> EVERY = ScheduledCondition.everyMember();
    private static final Member<Ratio, Duration> DELAY = ScheduledCondition.delayMember();

    public static final ConditionKind<Ratio> KIND = new ConditionKind<>(
            "ratio",
            Ratio.class,
            "events of a query divided by events of another within the window, per group",
            List.of(NUMERATOR, DENOMINATOR, GROUP_BY, WINDOW, MINIMUM, EVERY, DELAY),
            values -> new Ratio(
                    values.get(NUMERATOR),
                    values.get(DENOMINATOR),
                    values.get(GROUP_BY),
                    values.get(WINDOW),
                    values.get(MINIMUM),
                    ScheduledCondition.interval(values, EVERY, values.get(WINDOW)),
                    values.get(DELAY)));

    public Ratio {
        require(!numerator.isBlank(), "condition.numerator", "empty", "a log query, for example level:ERROR");
        Condition.requireGroupable(groupBy);
        require(minimum >= 1, "condition.minimum", minimum, "1 or more events");
        ScheduledCondition.requireSchedule(window, every, evaluationDelay);
        groupBy = List.copyOf(groupBy);
    }

    @Override
    public List<String> queries() {
        return List.of(numerator, denominator);
    }

    @Override
    public boolean isPerSeries() {
        return false;
    }

    /** Groups are equal as values in a search. */
    @Override
    public boolean isCaseInsensitive(String label) {
        return true;
    }

    /** Window, minimum, interval and delay may differ. */
    @Override
    public boolean isComparableWith(Condition other) {
        return other instanceof Ratio ratio
                && numerator.equals(ratio.numerator)
                && denominator.equals(ratio.denominator)
                && groupBy.equals(ratio.groupBy);
    }

    @Override
    public void validate(SeverityThresholds thresholds, Duration pendingPeriod, Recovery recovery, Matchers matchers) {
        Condition.requireNoAttributes(matchers, "put them into the queries");
    }

    /** @param stored number of events of the numerator and of the denominator */
    @Override
    public double value(Instant at, List<Point> stored) {
        double divisor = stored.getLast().value();
        return divisor < minimum ? Double.NaN : stored.getFirst().value() / divisor;
    }
}
