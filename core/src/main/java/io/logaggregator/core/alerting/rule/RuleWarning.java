package io.logaggregator.core.alerting.rule;

import java.time.Instant;
import java.util.UUID;

/** Warning that a rule does not evaluate all of its data, or compares meaningless numbers. */
public sealed interface RuleWarning {

    UUID ruleId();

    /**
     * Events of groups beyond the limit were not counted.
     *
     * @param groups maximum number of groups
     * @param uncountedEvents since the rule was created
     */
    record TooManyGroups(UUID ruleId, int groups, long uncountedEvents, Instant lastAt) implements RuleWarning {}

    /** An instance did not evaluate the rule for a while, since its condition took too long. */
    record Suspended(UUID ruleId, Instant at, Instant until) implements RuleWarning {}

    /**
     * The last evaluations on stored data failed.
     *
     * @param failures consecutive ones
     * @param at time of the last one
     */
    record Failed(UUID ruleId, long failures, Instant at, String reason) implements RuleWarning {}

    /** The rule compares the samples of a counter, which only rises, instead of its rate. */
    record RawCounter(UUID ruleId, String metric) implements RuleWarning {}
}
