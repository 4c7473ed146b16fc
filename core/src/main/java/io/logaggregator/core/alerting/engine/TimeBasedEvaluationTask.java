package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition.Silence;
import io.logaggregator.core.common.AggregatorException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the time-based evaluation once per call. Not thread-safe: one thread calls {@link #run}.
 *
 * <p>After an outage of the queue or of this program the ingest catches up at once, but senders need time to deliver
 * what they have buffered. So silence is not evaluated for {@link #GRACE} after a jump of the watermark.
 */
public final class TimeBasedEvaluationTask implements Runnable {

    /** Time for senders to catch up. */
    public static final Duration GRACE = Duration.ofSeconds(60);

    private static final Duration MAX_WATERMARK_STEP = Duration.ofSeconds(30);
    private static final Logger log = LoggerFactory.getLogger(TimeBasedEvaluationTask.class);

    private final TimeBasedEvaluation evaluation;
    private final Supplier<RuleSet> rules;
    private final Set<String> topics;
    private @Nullable Instant watermark;
    private Instant graceUntil = Instant.MIN;
    private boolean failing;

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

    @Override
    public void run() {
        try {
            Optional<Instant> reached = evaluation.watermark(topics);
            if (reached.isPresent()) {
                evaluation.evaluate(rulesAt(reached.get()), reached.get());
            }
            failing = false;
        } catch (AggregatorException e) {
            if (!failing) {
                log.warn("time-based rule evaluation failed: reason={}", e.getMessage());
            }
            failing = true;
        }
    }

    private List<AlertRule> rulesAt(Instant now) {
        if (watermark == null || now.isAfter(watermark.plus(MAX_WATERMARK_STEP))) {
            graceUntil = now.plus(GRACE);
        }
        watermark = now;
        boolean grace = now.isBefore(graceUntil);
        return rules.get().rules().stream()
                .filter(rule -> !(grace && rule.definition().condition() instanceof Silence))
                .toList();
    }
}
