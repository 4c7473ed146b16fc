package io.logaggregator.core.alerting.scheduled;

import io.logaggregator.core.alerting.engine.AlertEngine;
import io.logaggregator.core.alerting.engine.RuleSet;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.state.TimeBasedEvaluation;
import io.logaggregator.core.common.AggregatorException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the time-based evaluation once per call. Not thread-safe: one thread calls {@link #run}.
 *
 * <p>Each {@link Work kind of work} has transactions of its own: the failure of one neither undoes nor delays another.
 *
 * <p>After an outage of the queue or of this program the ingest catches up at once, but senders need time to deliver
 * what they have buffered. So no-data rules are not evaluated for {@link #GRACE} after a jump of the watermark.
 */
public final class TimeBasedEvaluationTask implements Runnable {

    /** Time for senders to catch up. */
    public static final Duration GRACE = Duration.ofSeconds(60);

    private static final Duration MAX_WATERMARK_STEP = Duration.ofSeconds(30);

    /** Maximum number of states that one transaction changes. */
    private static final int MAX_PORTION = 1000;

    /** A failed portion is halved down to this number, since it may have taken too long. */
    private static final int MIN_PORTION = 50;

    /** Transactions of one kind of work per run. */
    private static final int MAX_PORTIONS = 10;

    private static final Logger log = LoggerFactory.getLogger(TimeBasedEvaluationTask.class);

    private final TimeBasedEvaluation evaluation;
    private final Supplier<RuleSet> rules;
    private final Set<String> topics;
    private final Set<Work> failing = EnumSet.noneOf(Work.class);
    private final Map<Work, Integer> portions = new EnumMap<>(Work.class);
    private final Map<Work, Instant> overdueSince = new EnumMap<>(Work.class);
    private final Map<Work, Duration> lags = new ConcurrentHashMap<>();
    private @Nullable Instant watermark;
    private Instant graceUntil = Instant.MIN;

    /** Kinds of work, in order. */
    public enum Work {
        WATERMARK,
        /** Ends of recovery periods and of the windows of log counts. */
        DUE,
        NO_DATA,
        STALE,
        WITHOUT_RULE,
        EVIDENCE,
        WINDOWS,
        INACTIVE
    }

    /**
     * Creates a task that has not run yet.
     *
     * @param topics all topics that the ingest reads
     */
    public TimeBasedEvaluationTask(TimeBasedEvaluation evaluation, Supplier<RuleSet> rules, Set<String> topics) {
        this.evaluation = evaluation;
        this.rules = rules;
        this.topics = Set.copyOf(topics);
    }

    /**
     * The time on the clock of the queue by which the last run was late for the oldest change of a kind, or that has passed
     * since a kind of work fails; zero if it was on time. Thread-safe.
     */
    public Duration lag(Work kind) {
        return lags.getOrDefault(kind, Duration.ZERO);
    }

    @Override
    public void run() {
        attempt(
                Work.WATERMARK,
                () -> evaluation.watermark(topics).ifPresent(now -> {
                    boolean grace = isGrace(now);
                    RuleSet current = rules.get();
                    evaluate(
                            OptionalLong.of(current.version()),
                            current.rules().stream()
                                    .filter(rule -> !(grace && rule.definition().condition() instanceof NoData))
                                    .toList(),
                            now);
                }));
    }

    private boolean isGrace(Instant now) {
        if (watermark == null || now.isAfter(watermark.plus(MAX_WATERMARK_STEP))) {
            graceUntil = now.plus(GRACE);
        }
        watermark = now;
        return now.isBefore(graceUntil);
    }

    /**
     * Runs each kind of work.
     *
     * @param all the enabled rules; only no-data rules in this list are evaluated
     * @param now watermark
     */
    public void evaluate(List<AlertRule> all, Instant now) {
        evaluate(OptionalLong.empty(), all, now);
    }

    /** @param version of the rules; work stops at the next one */
    private void evaluate(OptionalLong version, List<AlertRule> all, Instant now) {
        overdueSince.keySet().removeIf(kind -> !failing.contains(kind));
        failing.forEach(kind -> overdueSince.putIfAbsent(kind, now));
        List<AlertRule> due =
                all.stream().filter(TimeBasedEvaluationTask::isDueByItself).toList();
        inPortions(version, Work.DUE, (engine, limit) -> engine.evaluateDue(due, now, limit));
        for (AlertRule rule : all) {
            if (rule.definition().condition() instanceof NoData noData) {
                inPortions(version, Work.NO_DATA, (engine, limit) -> engine.evaluateNoData(rule, noData, now, limit));
            }
        }
        inPortions(version, Work.STALE, (engine, limit) -> engine.resolveStale(all, now, limit));
        inPortions(version, Work.WITHOUT_RULE, (engine, limit) -> engine.resolveWithoutRule(now, limit));
        attempt(Work.EVIDENCE, evaluation::completeEvidence);
        inPortions(version, Work.WINDOWS, (engine, _) -> {
            engine.compactWindows(all, now);
            return 0;
        });
        attempt(Work.INACTIVE, evaluation::deleteInactive);
        for (Work kind : Work.values()) {
            Instant since = overdueSince.getOrDefault(kind, now);
            lags.put(kind, since.isBefore(now) ? Duration.between(since, now) : Duration.ZERO);
        }
    }

    /** Whether no other evaluation applies the changes that time causes. */
    private static boolean isDueByItself(AlertRule rule) {
        return !(rule.definition().condition() instanceof NoData
                || rule.definition().condition().isDelayed());
    }

    /** Repeats work while a portion is full. The next one is half as large after a failure, and twice as large after a success. */
    private void inPortions(OptionalLong version, Work kind, ToIntBiFunction<AlertEngine, Integer> work) {
        attempt(kind, () -> {
            for (int portion = 0; portion < MAX_PORTIONS; portion++) {
                int limit = portions.getOrDefault(kind, MAX_PORTION);
                portions.put(kind, Math.max(MIN_PORTION, limit / 2));
                int[] changed = new int[1];
                evaluation.run(states -> {
                    long current = states.lockRules();
                    if (version.orElse(current) == current) {
                        AlertEngine engine = new AlertEngine(states);
                        changed[0] = work.applyAsInt(engine, limit);
                        engine.oldestDue()
                                .ifPresent(due -> overdueSince.merge(
                                        kind, due, (one, other) -> one.isBefore(other) ? one : other));
                    }
                });
                portions.put(kind, Math.min(MAX_PORTION, limit * 2));
                if (changed[0] < limit) {
                    return;
                }
            }
        });
    }

    private void attempt(Work kind, Runnable work) {
        try {
            work.run();
            failing.remove(kind);
        } catch (AggregatorException e) {
            if (failing.add(kind)) {
                log.warn("time-based rule evaluation failed: work={} reason={}", kind, e.getMessage());
            }
        }
    }
}
