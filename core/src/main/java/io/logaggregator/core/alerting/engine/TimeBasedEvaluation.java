package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.rule.AlertRule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges what time alone decides. Its time is not that of a clock on the wall but how far the ingest has come, so that
 * nobody is called silent because this system was.
 */
public interface TimeBasedEvaluation {

    /**
     * The instant up to which everything that was in these topics is stored; empty while some partition has never been
     * read to its end.
     */
    Optional<Instant> watermark(Set<String> topics);

    /**
     * Judges silence, recoveries that are due, and windows that have grown emptier; resolves what belongs to no rule any
     * more; completes evidence; forgets states that are at rest. What an ingest session judged in the last seconds is
     * left to it.
     *
     * @param rules those that are switched on; of silence rules that are not given, nothing is judged
     * @param watermark see {@link #watermark}
     * @return whether it was done; not if another instance is at it
     */
    boolean judge(List<AlertRule> rules, Instant watermark);
}
