package io.logaggregator.core.alerting.scheduled;

import io.logaggregator.core.alerting.alert.Evidence;
import io.logaggregator.core.alerting.engine.AlertEngine;
import io.logaggregator.core.alerting.engine.RuleSet;
import io.logaggregator.core.alerting.kinds.Composite;
import io.logaggregator.core.alerting.kinds.RuleReferences;
import io.logaggregator.core.alerting.kinds.ScheduledCondition;
import io.logaggregator.core.alerting.kinds.ScheduledQuery;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition.OfSamples;
import io.logaggregator.core.alerting.scheduled.ScheduledEvaluation.Schedule;
import io.logaggregator.core.alerting.state.AlertChanges.SubjectTransition;
import io.logaggregator.core.alerting.state.TimeBasedEvaluation;
import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.core.logs.LogCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates the rules that read stored data or other rules, once per call. Not thread-safe: one thread calls {@link #run}.
 *
 * <p>Each time of a rule has a transaction of its own. Rules take turns, so that one with many late times does not delay the
 * others. A rule that fails waits before it is tried again; its times are not lost, up to a limit.
 */
public final class ScheduledEvaluationTask implements Runnable {

    /** Evaluations of scheduled times per call, so that composite rules are not delayed. */
    private static final int MAX_EVALUATIONS = 200;

    /** Range of samples that one transaction reads. */
    private static final Duration SAMPLE_RANGE = Duration.ofSeconds(10);

    /** Ranges of a rule per call, so that the others are not delayed while it catches up. */
    private static final int MAX_RANGES = 30;

    /** States that change by time, per transaction. */
    private static final int MAX_DUE = 5_000;

    private static final Duration MIN_RETRY = Duration.ofSeconds(30);
    private static final Logger log = LoggerFactory.getLogger(ScheduledEvaluationTask.class);

    private final TimeBasedEvaluation watermark;
    private final ScheduledEvaluation evaluation;
    private final Supplier<RuleSet> rules;
    private final Function<String, LogCondition> queries;
    private final Set<String> topics;
    private final AtomicLong failures = new AtomicLong();
    private volatile Duration lag = Duration.ZERO;
    private boolean failing;

    /**
     * Creates a task that has not run yet.
     *
     * @param queries parses a log query
     * @param topics all topics that the ingest reads
     */
    public ScheduledEvaluationTask(
            TimeBasedEvaluation watermark,
            ScheduledEvaluation evaluation,
            Supplier<RuleSet> rules,
            Function<String, LogCondition> queries,
            Set<String> topics) {
        this.watermark = watermark;
        this.evaluation = evaluation;
        this.rules = rules;
        this.queries = queries;
        this.topics = Set.copyOf(topics);
    }

    /** Number of failed evaluations since the start. */
    public long failures() {
        return failures.get();
    }

    /** The time on the clock of the queue by which the last run was late for the oldest scheduled time. */
    public Duration lag() {
        return lag;
    }

    @Override
    public void run() {
        try {
            List<AlertRule> all = rules.get().rules();
            if (all.stream().anyMatch(ScheduledEvaluationTask::isStored)) {
                watermark.watermark(topics).ifPresent(now -> evaluate(all, now));
            }
            failing = false;
        } catch (AggregatorException e) {
            if (!failing) {
                log.warn("scheduled rule evaluation failed: reason={}", e.getMessage());
            }
            failing = true;
        }
    }

    private static boolean isStored(AlertRule rule) {
        return rule.definition().condition() instanceof ScheduledCondition
                || rule.definition().condition() instanceof Composite
                || rule.definition().condition().isDelayed();
    }

    /**
     * Evaluates the rules that are due.
     *
     * @param all the enabled rules
     * @param now watermark
     */
    public void evaluate(List<AlertRule> all, Instant now) {
        Map<UUID, Schedule> schedules = evaluation.schedules();
        lag = max(evaluateTimes(all, schedules, now), evaluateSamples(all, schedules, now));
        for (AlertRule rule : RuleReferences.membersFirst(all)) {
            Schedule schedule = schedules.get(rule.id());
            if (rule.definition().condition() instanceof Composite composite
                    && (schedule == null || !schedule.isWaiting())) {
                attempt(
                        rule,
                        rule.updatedAt(),
                        () -> evaluation.evaluate(
                                rule, data -> CompositeRules.evaluate(rule, composite, all, data, now)));
            }
        }
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** Evaluates the stored samples of rules with a delay, and returns by how much the oldest ones were late. */
    private Duration evaluateSamples(List<AlertRule> all, Map<UUID, Schedule> schedules, Instant now) {
        Duration oldest = Duration.ZERO;
        for (AlertRule rule : all) {
            Schedule schedule = schedules.getOrDefault(rule.id(), new Schedule(rule.updatedAt(), false));
            if (rule.definition().condition() instanceof OfSamples condition
                    && condition.isDelayed()
                    && !schedule.isWaiting()) {
                Instant until = now.minus(condition.evaluationDelay());
                Instant after = schedule.evaluatedUntil();
                oldest = max(oldest, Duration.between(after, until));
                for (int count = 0; count < MAX_RANGES && after.isBefore(until); count++) {
                    Instant from = after;
                    Instant end = from.plus(SAMPLE_RANGE).isBefore(until) ? from.plus(SAMPLE_RANGE) : until;
                    if (!attempt(
                            rule,
                            from,
                            () -> evaluation.evaluate(
                                    rule,
                                    end,
                                    data -> new AlertEngine(data.states())
                                            .evaluateDelayed(rule, data.samples(rule, from, end), end, MAX_DUE)))) {
                        break;
                    }
                    after = end;
                }
            }
        }
        return oldest;
    }

    private Duration evaluateTimes(List<AlertRule> all, Map<UUID, Schedule> schedules, Instant now) {
        Queue<Due> due = new ArrayDeque<>();
        Duration oldest = Duration.ZERO;
        for (AlertRule rule : all) {
            Schedule schedule = schedules.getOrDefault(rule.id(), new Schedule(rule.updatedAt(), false));
            if (rule.definition().condition() instanceof ScheduledCondition condition && !schedule.isWaiting()) {
                Queue<Instant> times = new ArrayDeque<>(ScheduledTimes.due(
                        schedule.evaluatedUntil(), condition.every(), condition.evaluationDelay(), now));
                if (!times.isEmpty()) {
                    Duration late = Duration.between(times.element().plus(condition.evaluationDelay()), now);
                    oldest = late.compareTo(oldest) > 0 ? late : oldest;
                    due.add(new Due(rule, schedule.evaluatedUntil(), times));
                }
            }
        }
        for (int count = 0; count < MAX_EVALUATIONS && !due.isEmpty(); count++) {
            Due next = due.remove();
            Instant at = next.times.remove();
            if (attempt(next.rule, next.evaluatedUntil, () -> evaluate(next.rule, at)) && !next.times.isEmpty()) {
                due.add(new Due(next.rule, at, next.times));
            }
        }
        return oldest;
    }

    private boolean evaluate(AlertRule rule, Instant at) {
        ScheduledQuery query = ScheduledQuery.of(rule.definition(), queries, at, at);
        List<SubjectTransition> opened = new ArrayList<>();
        boolean done = evaluation.evaluate(rule, at, data -> opened.addAll(ScheduledRules.evaluate(rule, query, data)));
        if (done && !opened.isEmpty()) {
            addEvidence(rule, at, opened);
        }
        return done;
    }

    /** In another transaction, since reading the values before may take too long. */
    private void addEvidence(AlertRule rule, Instant at, List<SubjectTransition> opened) {
        Duration every = ScheduledCondition.of(rule.definition()).every();
        ScheduledQuery before =
                ScheduledQuery.of(rule.definition(), queries, at.minus(every.multipliedBy(Evidence.SAMPLES - 1L)), at);
        try {
            evaluation.evaluate(rule, data -> ScheduledRules.addEvidence(rule, opened, before, data));
        } catch (AggregatorException e) {
            log.debug(
                    "evidence without values: rule={} reason={}",
                    rule.definition().name(),
                    e.getMessage());
        }
    }

    /** A rule with its times that are due. */
    private record Due(AlertRule rule, Instant evaluatedUntil, Queue<Instant> times) {}

    /** Returns whether the work was done. */
    private boolean attempt(AlertRule rule, Instant evaluatedUntil, Supplier<Boolean> work) {
        try {
            return work.get();
        } catch (AggregatorException | InvalidDefinitionException e) {
            failures.incrementAndGet();
            String reason = String.valueOf(e.getMessage());
            log.debug("rule not evaluated: rule={} reason={}", rule.definition().name(), reason);
            evaluation.recordFailure(rule.id(), evaluatedUntil, reason, MIN_RETRY);
            return false;
        }
    }
}
