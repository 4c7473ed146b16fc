package io.logaggregator.core.alerting.scheduled;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.kinds.Composite.MemberAlert;
import io.logaggregator.core.alerting.kinds.ScheduledQuery;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.state.AlertStateStore;
import io.logaggregator.core.observation.MetricSample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Transactions of rules that read stored data or other rules, each of one rule, with a limit of its statements, and on one
 * instance at a time. A transaction of a rule that has changed meanwhile is rolled back.
 */
public interface ScheduledEvaluation {

    /** The schedules of rules that were evaluated or have failed since their data changed. */
    Map<UUID, Schedule> schedules();

    /**
     * Evaluates a time of a rule, and records in the same transaction that it is evaluated.
     *
     * @return false, without a change, if the time is evaluated already, the rule has changed, or another instance evaluates
     */
    boolean evaluate(AlertRule rule, Instant at, Consumer<StoredData> work);

    /**
     * Evaluates a rule that has no times of its own.
     *
     * @return false, without a change, if the rule has changed, or another instance evaluates
     */
    boolean evaluate(AlertRule rule, Consumer<StoredData> work);

    /**
     * Records that an evaluation has failed.
     *
     * @param evaluatedUntil last evaluated time
     * @param retryAfter time until the next attempt, doubled with each consecutive failure
     */
    void recordFailure(UUID ruleId, Instant evaluatedUntil, String reason, Duration retryAfter);

    /**
     * Schedule of a rule.
     *
     * @param evaluatedUntil last evaluated time
     * @param isWaiting whether it has failed, and is not due for a retry
     */
    record Schedule(Instant evaluatedUntil, boolean isWaiting) {}

    /** What a transaction reads and writes. */
    interface StoredData {

        AlertStateStore states();

        /**
         * Reads the data of a condition.
         *
         * @param maxSubjects limit of the subjects of a single time; which of more are read is stable
         */
        void read(ScheduledQuery query, int maxSubjects, ScheduledQuery.Sink sink);

        /**
         * The samples of the series that a rule on samples matches, in the order of their times; equal times of a series in
         * descending order of the values. They enter the queue, for the evaluation, when their age is the delay of the rule.
         *
         * @param after exclusive
         * @param until inclusive
         */
        List<MetricSample> samples(AlertRule rule, Instant after, Instant until);

        /**
         * The firing alerts of rules, and those that were resolved lately, each with the time of its last transition.
         *
         * @param members names of the rules, by id
         */
        List<MemberAlert> alerts(Map<UUID, String> members, Instant resolvedAfter);

        /** Adds values to the evidence of transitions. */
        void addEvidence(List<EvaluatedValues> values);
    }

    /**
     * The values of a subject before a transition of its alert.
     *
     * @param values in time order
     */
    record EvaluatedValues(AlertTransition transition, List<Point> values) {}
}
