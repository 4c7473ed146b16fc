package io.logaggregator.core.alerting.rule;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Warning that a rule has too many groups: events of further groups were not counted. Or that its condition took too long: an
 * instance did not evaluate it for a while.
 *
 * @param groups maximum number of groups
 * @param uncountedEvents since the rule was created
 * @param suspendedUntil end of the last suspension; empty if there was none since the last change of the rule
 */
public record RuleWarning(
        UUID ruleId, int groups, long uncountedEvents, Instant lastAt, Optional<Instant> suspendedUntil) {}
