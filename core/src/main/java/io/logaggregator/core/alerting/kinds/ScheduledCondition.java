package io.logaggregator.core.alerting.kinds;

import static io.logaggregator.core.common.InvalidDefinitionException.require;

import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.ConditionKind.Member;
import io.logaggregator.core.alerting.rule.ConditionKind.Type;
import io.logaggregator.core.alerting.rule.ConditionKind.Values;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** A condition that one statement per evaluation reads from stored data. The store selects the data by kind. */
public sealed interface ScheduledCondition extends Condition.Scheduled permits Aggregate, Change, Forecast, Ratio {

    /** Time for data to arrive. */
    Duration DEFAULT_DELAY = Duration.ofSeconds(30);

    /** Maximum number of subjects per evaluation; further ones are not evaluated. */
    int MAX_SUBJECTS = 10_000;

    Duration MIN_INTERVAL = Duration.ofSeconds(10);
    Duration MAX_INTERVAL = Duration.ofDays(1);

    /** Evaluations per window, so that a window is not read too often. */
    int MAX_EVALUATIONS_PER_WINDOW = 60;

    int MAX_GROUPING_NAMES = 4;

    /** The condition of a scheduled rule. */
    static ScheduledCondition of(RuleDefinition rule) {
        if (rule.condition() instanceof ScheduledCondition scheduled) {
            return scheduled;
        }
        throw new IllegalArgumentException("rule: " + rule.name() + " (expected: a scheduled rule)");
    }

    /** Length of the time before an evaluation from which it reads data. */
    Duration window();

    /**
     * The value of a subject; not a number if it is undefined.
     *
     * @param at time of the evaluation
     * @param stored data that the store selects for the kind, in its order
     */
    double value(Instant at, List<Point> stored);

    /** The log queries that the store needs. */
    default List<String> queries() {
        return List.of();
    }

    /**
     * The values of a subject, without undefined ones, in time order.
     *
     * @param query selected the data
     * @param at time of the evaluation
     */
    default List<Point> values(ScheduledQuery query, Instant at, List<Point> stored) {
        double value = value(at, stored);
        return Double.isFinite(value) ? List.of(new Point(at, value)) : List.of();
    }

    static <C extends ScheduledCondition> Member<C, Duration> windowMember(Duration standard) {
        return new Member<>(
                "window", Type.DURATION, Optional.of(standard), "from 10 s to a day", ScheduledCondition::window);
    }

    static <C extends ScheduledCondition> Member<C, Duration> everyMember() {
        return new Member<>(
                "every",
                Type.DURATION,
                Optional.empty(),
                "interval of evaluation, 10 s to a day; default: a fifth of the window, at least 10 s",
                Scheduled::every);
    }

    static <C extends ScheduledCondition> Member<C, Duration> delayMember() {
        return new Member<>(
                "evaluationDelay",
                Type.DURATION,
                Optional.of(DEFAULT_DELAY),
                "time for data to arrive before it is evaluated, at most 1 h",
                Scheduled::evaluationDelay);
    }

    /** The given interval, or a fifth of the window. */
    static <C extends ScheduledCondition> Duration interval(Values values, Member<C, Duration> every, Duration window) {
        if (values.has(every)) {
            return values.get(every);
        }
        Duration fifth = Duration.ofSeconds(window.toSeconds() / 5);
        return fifth.compareTo(MIN_INTERVAL) < 0 ? MIN_INTERVAL : fifth;
    }

    /** Rejects lengths out of bounds. */
    static void requireSchedule(Duration window, Duration every, Duration evaluationDelay) {
        require(isWithin(window, MIN_INTERVAL, MAX_INTERVAL), "condition.window", window, "PT10S to PT24H");
        requireInterval(every);
        require(
                window.compareTo(every.multipliedBy(MAX_EVALUATIONS_PER_WINDOW)) <= 0,
                "condition.every",
                every,
                "at least a sixtieth of the window, " + window);
        Condition.requireDelay(evaluationDelay);
    }

    static void requireInterval(Duration every) {
        require(
                isWithin(every, MIN_INTERVAL, MAX_INTERVAL) && every.toNanosPart() == 0,
                "condition.every",
                every,
                "PT10S to PT24H, in whole seconds");
    }

    static boolean isWithin(Duration length, Duration min, Duration max) {
        return length.compareTo(min) >= 0 && length.compareTo(max) <= 0;
    }

    static void requireMetric(String metric) {
        require(
                !metric.isBlank(),
                "condition.metric",
                "empty",
                "the name of a metric, for example system.cpu.utilization");
    }

    /** Rejects lists of labels that are too long, or name one twice. */
    static void requireNames(List<String> groupBy) {
        require(
                groupBy.size() <= MAX_GROUPING_NAMES
                        && new HashSet<>(groupBy).size() == groupBy.size()
                        && groupBy.stream().noneMatch(String::isBlank),
                "condition.groupBy",
                groupBy,
                "at most " + MAX_GROUPING_NAMES + " names, each once");
    }
}
