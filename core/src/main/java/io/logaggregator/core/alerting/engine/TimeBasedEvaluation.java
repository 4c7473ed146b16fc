package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.rule.AlertRule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Evaluates conditions that change with time alone. Its time is the ingest watermark, not the wall clock, so that a
 * delay of this system is not reported as silence of a host.
 */
public interface TimeBasedEvaluation {

    /**
     * The time up to which all data of these topics are stored; empty while some partition was never read to its end.
     */
    Optional<Instant> watermark(Set<String> topics);

    /**
     * Evaluates silence, due recoveries and shrinking windows. Also resolves alerts without a rule, completes evidence,
     * and deletes inactive states. States that an ingest session evaluated within the last seconds are left to that
     * session.
     *
     * @param rules the enabled rules; only silence rules in this list are evaluated
     * @param watermark see {@link #watermark}
     * @return whether it was done; false while another instance is doing it
     */
    boolean evaluate(List<AlertRule> rules, Instant watermark);
}
