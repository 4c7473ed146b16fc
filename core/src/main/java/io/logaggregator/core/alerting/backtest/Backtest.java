package io.logaggregator.core.alerting.backtest;

import io.logaggregator.core.alerting.engine.Evaluator;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Condition.LogCount;
import io.logaggregator.core.alerting.rule.Condition.Silence;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import io.logaggregator.core.alerting.rule.InvalidRuleException;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.logs.LogCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;

/**
 * Lets a rule judge what is stored, as if it had been made at the beginning of a time, by the same {@link Evaluator} as
 * what comes in. Bounded in memory whatever the time. Thread-safe.
 *
 * <p>What is stored is judged in the order of its time: what came late is judged as if it had not. Log counts are known
 * by the bucket, so that an alert opens up to a bucket later than it would have.
 */
public final class Backtest {

    /** The most that is judged at once. */
    public static final Duration LONGEST = Duration.ofDays(31);

    private static final Duration GRAIN = Duration.ofSeconds(10);

    private final StoredHistory history;
    private final Function<String, LogCondition> queries;

    /**
     * Begins nothing yet.
     *
     * @param queries understands the query of a rule; throws {@link InvalidRuleException} where it is none
     */
    public Backtest(StoredHistory history, Function<String, LogCondition> queries) {
        this.history = history;
        this.queries = queries;
    }

    /**
     * What the rule would have done. Whether it is switched on does not matter.
     *
     * @param from the first instant
     * @param to the first instant after, at most {@link #LONGEST} later
     * @throws InvalidRuleException of the fields {@code from}, {@code to} or {@code condition.query}
     * @throws QueryTimeoutException when there is too much to read
     */
    public BacktestResult run(RuleDefinition definition, Instant from, Instant to) {
        requireRange(from, to);
        // The same each time: so are the ids of the alerts, though nobody sees them.
        AlertRule rule = new AlertRule(new UUID(0, 0), 0, Origin.API, from, definition);
        BacktestStatistics tally = new BacktestStatistics(from, to);
        switch (definition.condition()) {
            case Threshold(var metric) -> {
                SampleReplay replay = new SampleReplay(rule, tally);
                history.samples(metric, definition.matchers(), from, to, replay);
                replay.end();
            }
            case LogCount count -> {
                LogCountReplay replay = new LogCountReplay(rule, count, tally);
                LogCondition condition = queries.apply(count.query());
                history.logCounts(condition, definition.matchers(), count.groupBy(), count.bucket(), from, to, replay);
                replay.end();
            }
            case Silence silence -> {
                SilenceReplay replay = new SilenceReplay(rule, silence, tally);
                history.signsOfLife(silence.of(), definition.matchers(), grain(definition), from, to, replay);
                replay.end();
            }
        }
        return tally.result();
    }

    /** No silence that counts may hide within a grain. */
    private static Duration grain(RuleDefinition silence) {
        Duration shortest = Duration.ofSeconds((long) silence.ladder().lowest());
        return shortest.compareTo(GRAIN) < 0 ? shortest : GRAIN;
    }

    private static void requireRange(Instant from, Instant to) {
        if (!from.isBefore(to)) {
            throw new InvalidRuleException("to", to, "after from, " + from);
        }
        if (Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw new InvalidRuleException("from", from, "at most " + LONGEST.toDays() + " days before to, " + to);
        }
    }
}
