package io.logaggregator.core.alerting.rule;

import java.time.Instant;
import java.util.UUID;

/**
 * That a rule groups by something of which there are too many values: events of further groups were not counted.
 *
 * @param groups the most that are watched at a time
 * @param uncountedEvents since the rule was made
 */
public record RuleWarning(UUID ruleId, int groups, long uncountedEvents, Instant lastAt) {}
