package io.logaggregator.core.alerting.backtest;

import io.logaggregator.core.alerting.engine.AlertEngine;
import io.logaggregator.core.alerting.engine.Evaluator;
import io.logaggregator.core.alerting.kinds.Composite;
import io.logaggregator.core.alerting.kinds.RuleReferences;
import io.logaggregator.core.alerting.kinds.ScheduledQuery;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.rule.Condition.OfEvents;
import io.logaggregator.core.alerting.rule.Condition.OfRules;
import io.logaggregator.core.alerting.rule.Condition.OfSamples;
import io.logaggregator.core.alerting.rule.Condition.Scheduled;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.SampleFunction;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.observation.MetricSample.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Evaluates a rule against stored data, with the same {@link Evaluator} as incoming data, as if the rule had been
 * created at the start of the time range. Memory is bounded for any time range. Thread-safe.
 *
 * <p>Data are evaluated in time order, so late data are evaluated as if they had been on time. Log counts are read per
 * bucket, so an alert opens up to one bucket later than it would have.
 */
public final class Backtest {

    /** Maximum length of the time range. */
    public static final Duration MAX_RANGE = Duration.ofDays(31);

    private static final Duration MAX_GRAIN = Duration.ofSeconds(10);

    private final StoredHistory history;
    private final Function<String, LogCondition> queries;
    private final Supplier<List<AlertRule>> rules;
    private final int maxGroups;

    /** A backtest of rules that are not composite. */
    public Backtest(StoredHistory history, Function<String, LogCondition> queries) {
        this(history, queries, List::of, AlertEngine.MAX_GROUPS);
    }

    /**
     * Creates a backtest.
     *
     * @param queries parses the query of a rule; throws {@link InvalidDefinitionException} if it is invalid
     * @param rules the stored rules, of which a composite rule names its members
     * @param maxGroups maximum number of groups of a log-count rule
     */
    public Backtest(
            StoredHistory history,
            Function<String, LogCondition> queries,
            Supplier<List<AlertRule>> rules,
            int maxGroups) {
        this.history = history;
        this.queries = queries;
        this.rules = rules;
        this.maxGroups = maxGroups;
    }

    /**
     * Evaluates the rule over a time range, whether or not it is enabled.
     *
     * @param from start, inclusive
     * @param to end, exclusive, at most {@link #MAX_RANGE} later
     * @throws InvalidDefinitionException for the fields {@code from}, {@code to} and {@code condition.query}
     * @throws QueryTimeoutException when there is too much data to read
     */
    public BacktestResult run(RuleDefinition definition, Instant from, Instant to) {
        requireRange(from, to);
        // A constant id makes the alert ids reproducible.
        AlertRule rule = new AlertRule(new UUID(0, 0), 0, Origin.API, from, definition);
        BacktestStatistics statistics = new BacktestStatistics(from, to);
        replay(rule, statistics, 1);
        return statistics.result();
    }

    /** @param depth of the rule within composite rules */
    private void replay(AlertRule rule, BacktestStatistics statistics, int depth) {
        RuleDefinition definition = rule.definition();
        Instant from = statistics.from();
        Instant to = statistics.to();
        switch (definition.condition()) {
            case OfSamples samples -> {
                SampleReplay replay = new SampleReplay(rule, samples.fn(), statistics);
                history.samples(samples.metric(), definition.matchers(), from, to, replay);
                replay.end();
            }
            case OfEvents count -> {
                LogCountReplay replay = new LogCountReplay(rule, count, maxGroups, statistics);
                LogCondition condition = queries.apply(count.query());
                history.logCounts(condition, definition.matchers(), count.groupBy(), count.slot(), from, to, replay);
                replay.end();
            }
            case NoData noData -> {
                NoDataReplay replay = new NoDataReplay(rule, noData, statistics);
                history.hostActivity(noData.of(), definition.matchers(), grain(definition), from, to, replay);
                replay.end();
            }
            case Scheduled _ -> {
                SampleReplay replay = new SampleReplay(rule, SampleFunction.VALUE, statistics);
                ScheduledQuery.within(definition, queries, from, to)
                        .ifPresent(query -> history.scheduled(
                                query,
                                (labels, at, stored) -> query.condition()
                                        .values(query, at, stored)
                                        .forEach(value -> replay.accept(labels, Kind.GAUGE, value))));
                replay.end();
            }
            case OfRules _ -> {
                if (definition.condition() instanceof Composite composite) {
                    replay(rule, composite, statistics, depth);
                }
            }
        }
    }

    /** Replays the enabled members before, each alert of which is independent of the composite. */
    private void replay(AlertRule rule, Composite composite, BacktestStatistics statistics, int depth) {
        if (depth > RuleReferences.MAX_DEPTH) {
            throw new InvalidDefinitionException(
                    "condition.members",
                    composite.members(),
                    "at most " + RuleReferences.MAX_DEPTH + " composite rules");
        }
        CompositeReplay replay = new CompositeReplay(rule, composite, statistics);
        List<AlertRule> stored = rules.get();
        Map<UUID, String> members = RuleReferences.members(composite, stored);
        for (AlertRule member : stored) {
            String name = members.get(member.id());
            if (name != null && member.definition().enabled()) {
                replay(
                        member,
                        new BacktestStatistics(
                                statistics.from(),
                                statistics.to(),
                                (labels, transition) -> replay.add(name, labels, transition)),
                        depth + 1);
            }
        }
        replay.run();
    }

    /** At most the lowest severity threshold, so that no relevant gap is hidden within a grain. */
    private static Duration grain(RuleDefinition noData) {
        Duration shortest = Duration.ofSeconds((long) noData.thresholds().lowest());
        return shortest.compareTo(MAX_GRAIN) < 0 ? shortest : MAX_GRAIN;
    }

    private static void requireRange(Instant from, Instant to) {
        if (!from.isBefore(to)) {
            throw new InvalidDefinitionException("to", to, "after from, " + from);
        }
        if (Duration.between(from, to).compareTo(MAX_RANGE) > 0) {
            throw new InvalidDefinitionException(
                    "from", from, "at most " + MAX_RANGE.toDays() + " days before to, " + to);
        }
    }
}
