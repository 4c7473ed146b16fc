package io.logaggregator.core.alerting.kinds;

import static io.logaggregator.core.common.InvalidDefinitionException.require;

import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.ConditionKind;
import io.logaggregator.core.alerting.rule.ConditionKind.Member;
import io.logaggregator.core.alerting.rule.ConditionKind.Type;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hours until a series reaches a limit, by a robust trend of its peaks, or of its troughs if it falls. The trend must hold
 * over a week, by the peaks of days, and over a day, by the peaks of hours: the value is the later of both times. It is
 * undefined without a clear trend, and far from the limit.
 *
 * @see Trend
 */
public record Forecast(String metric, double limit, Direction direction, Duration every, Duration evaluationDelay)
        implements ScheduledCondition {

    /** Side from which a series reaches the limit. */
    public enum Direction {
        RISING,
        FALLING
    }

    /** Length of an hour, of which the store returns one peak. */
    public static final Duration HOUR = Duration.ofHours(1);

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final int MIN_DAYS = 3;
    private static final int MIN_HOURS = 6;

    private static final Member<Forecast, String> METRIC =
            new Member<>("metric", Type.TEXT, Optional.empty(), "name of the evaluated metric", Forecast::metric);
    private static final Member<Forecast, Double> LIMIT =
            new Member<>("limit", Type.NUMBER, Optional.empty(), "in the unit of the metric", Forecast::limit);
    private static final Member<Forecast, Direction> DIRECTION = new Member<>(
            "direction",
            Type.choice(Direction.class),
            Optional.of(Direction.RISING),
            "how the metric reaches the limit",
            Forecast::direction);
    private static final Member<Forecast, Duration> EVERY = new Member<>(
            "every",
            Type.DURATION,
            Optional.of(HOUR),
            "interval of evaluation, full hours up to a day",
            Forecast::every);
    private static final Member<Forecast, Duration> DELAY = ScheduledCondition.delayMember();

    public static final ConditionKind<Forecast> KIND = new ConditionKind<>(
            "forecast",
            Forecast.class,
            "hours until a series reaches a limit",
            List.of(METRIC, LIMIT, DIRECTION, EVERY, DELAY),
            Optional.of(Comparison.BELOW),
            values -> new Forecast(
                    values.get(METRIC),
                    values.get(LIMIT),
                    values.get(DIRECTION),
                    values.get(EVERY),
                    values.get(DELAY)));

    public Forecast {
        ScheduledCondition.requireMetric(metric);
        require(Double.isFinite(limit), "condition.limit", limit, "a finite number");
        ScheduledCondition.requireInterval(every);
        require(every.toSeconds() % HOUR.toSeconds() == 0, "condition.every", every, "full hours, PT1H to PT24H");
        Condition.requireDelay(evaluationDelay);
    }

    @Override
    public Duration window() {
        return WEEK;
    }

    @Override
    public boolean isPerSeries() {
        return true;
    }

    /** Interval and delay may differ. */
    @Override
    public boolean isComparableWith(Condition other) {
        return other instanceof Forecast forecast
                && metric.equals(forecast.metric)
                && limit == forecast.limit
                && direction == forecast.direction;
    }

    @Override
    public void validate(SeverityThresholds thresholds, Duration pendingPeriod, Recovery recovery, Matchers matchers) {
        require(
                thresholds.comparison() == Comparison.BELOW,
                "condition.comparison",
                thresholds.comparison(),
                "BELOW in a forecast rule: fewer hours are worse");
        require(thresholds.highest() > 0, "severities", thresholds.bySeverity(), "more than 0 hours");
    }

    /** @param stored the peak, or the trough, of each hour of the week before, at the end of the hour, in order */
    @Override
    public double value(Instant at, List<Point> stored) {
        List<Point> week = Trend.extremes(stored, at.minus(WEEK), at, DAY, direction);
        List<Point> day = Trend.extremes(stored, at.minus(DAY), at, HOUR, direction);
        if (week.size() < MIN_DAYS || day.size() < MIN_HOURS) {
            return Double.NaN;
        }
        double newest = day.getLast().value();
        if (isReached(newest)) {
            return 0;
        }
        if (isFar(newest)) {
            return Double.NaN;
        }
        double byWeek = hours(Trend.sinceLastReturn(week, limit, direction), MIN_DAYS, at);
        double byDay = hours(Trend.sinceLastReturn(day, limit, direction), MIN_HOURS, at);
        return Math.max(byWeek, byDay); // not a number if one is not
    }

    /** Evaluates each time of the query, since the hours of one are mostly those of the next. */
    @Override
    public List<Point> values(ScheduledQuery query, Instant last, List<Point> stored) {
        List<Point> values = new ArrayList<>();
        for (Instant at = query.first(); !at.isAfter(last); at = at.plus(every)) {
            double value = value(at, stored);
            if (Double.isFinite(value)) {
                values.add(new Point(at, value));
            }
        }
        return values;
    }

    private double hours(List<Point> points, int min, Instant at) {
        return points.size() < min ? Double.NaN : Trend.of(points).hoursUntil(limit, direction, at);
    }

    private boolean isReached(double value) {
        return direction == Direction.RISING ? value >= limit : value <= limit;
    }

    /** Whether less than half of the way to the limit is gone. A limit that is not positive has no half. */
    private boolean isFar(double value) {
        return limit > 0 && (direction == Direction.RISING ? value < limit / 2 : value > limit * 2);
    }
}
