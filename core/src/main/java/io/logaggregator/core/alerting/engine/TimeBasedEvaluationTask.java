package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition;
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
 * Has judged, again and again, what time alone decides. Not thread-safe: one thread calls {@link #run}.
 *
 * <p>After an interruption, of the queue or of this program, the ingest is up to date at once, but those who could not
 * send need a while to hand over what has gathered. So silence is not judged for {@link #GRACE} after the watermark has
 * leapt.
 */
public final class TimeBasedEvaluationTask implements Runnable {

    /** For senders to catch up. */
    public static final Duration GRACE = Duration.ofSeconds(60);

    private static final Duration LEAP = Duration.ofSeconds(30);
    private static final Logger log = LoggerFactory.getLogger(TimeBasedEvaluationTask.class);

    private final TimeBasedEvaluation clock;
    private final Supplier<RuleSet> rules;
    private final Set<String> topics;
    private @Nullable Instant watermark;
    private Instant graceUntil = Instant.MIN;
    private boolean failing;

    /**
     * Makes a ticker that has not ticked yet.
     *
     * @param topics all that the ingest reads
     */
    public TimeBasedEvaluationTask(TimeBasedEvaluation clock, Supplier<RuleSet> rules, Set<String> topics) {
        this.clock = clock;
        this.rules = rules;
        this.topics = Set.copyOf(topics);
    }

    @Override
    public void run() {
        try {
            Optional<Instant> reached = clock.watermark(topics);
            if (reached.isPresent()) {
                clock.judge(judgedAt(reached.get()), reached.get());
            }
            failing = false;
        } catch (AggregatorException e) {
            if (!failing) {
                log.warn("what time decides is not judged: reason={}", e.getMessage());
            }
            failing = true;
        }
    }

    private List<AlertRule> judgedAt(Instant now) {
        if (watermark == null || now.isAfter(watermark.plus(LEAP))) {
            graceUntil = now.plus(GRACE);
        }
        watermark = now;
        boolean grace = now.isBefore(graceUntil);
        return rules.get().rules().stream()
                .filter(rule -> !(grace && rule.definition().condition() instanceof Condition.Silence))
                .toList();
    }
}
