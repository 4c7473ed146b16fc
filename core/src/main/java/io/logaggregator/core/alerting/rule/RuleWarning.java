package io.logaggregator.core.alerting.rule;

import java.time.Instant;
import java.util.UUID;

/**
 * Warning that a rule has too many groups: events of further groups were not counted.
 *
 * @param groups maximum number of groups
 * @param uncountedEvents since the rule was created
 */
public record RuleWarning(UUID ruleId, int groups, long uncountedEvents, Instant lastAt) {}
