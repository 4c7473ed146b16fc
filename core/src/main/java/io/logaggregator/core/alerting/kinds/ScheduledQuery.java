package io.logaggregator.core.alerting.kinds;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.logs.LogCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Selects the stored data of a condition for the multiples of its interval in a range.
 *
 * @param logConditions those of {@link ScheduledCondition#queries}
 * @param first first time, inclusive, a multiple of the interval since 1970
 * @param last last time, inclusive, likewise
 */
public record ScheduledQuery(
        ScheduledCondition condition,
        Matchers matchers,
        List<LogCondition> logConditions,
        Instant first,
        Instant last) {

    public ScheduledQuery {
        logConditions = List.copyOf(logConditions);
    }

    /**
     * The query of the times in a range.
     *
     * @param parser parses a log query
     * @param from inclusive
     * @param to exclusive
     * @return empty if there is no such time
     */
    public static Optional<ScheduledQuery> within(
            RuleDefinition rule, Function<String, LogCondition> parser, Instant from, Instant to) {
        ScheduledCondition condition = ScheduledCondition.of(rule);
        Instant first = timeAtOrBefore(from.minusNanos(1), condition.every()).plus(condition.every());
        Instant last = timeAtOrBefore(to.minusNanos(1), condition.every());
        return first.isAfter(last) ? Optional.empty() : Optional.of(of(rule, parser, first, last));
    }

    /** The query of the times from {@code first} to {@code last}. */
    public static ScheduledQuery of(
            RuleDefinition rule, Function<String, LogCondition> parser, Instant first, Instant last) {
        ScheduledCondition condition = ScheduledCondition.of(rule);
        return new ScheduledQuery(
                condition,
                rule.matchers(),
                condition.queries().stream().map(parser).toList(),
                first,
                last);
    }

    /** The last multiple of an interval since 1970. */
    public static Instant timeAtOrBefore(Instant instant, Duration every) {
        return Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), every.toSeconds()) * every.toSeconds());
    }

    /** Receives the data of one subject after another, each in time order. */
    @FunctionalInterface
    public interface Sink {

        /**
         * Accepts the data of a subject.
         *
         * @param at time of the evaluation; of a {@link Forecast} the last one of the query
         * @param stored see {@link ScheduledCondition#value}; of a {@link Forecast} for all times of the query
         */
        void accept(Labels labels, Instant at, List<Point> stored);
    }
}
