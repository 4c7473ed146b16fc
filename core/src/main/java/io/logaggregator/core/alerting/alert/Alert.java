package io.logaggregator.core.alerting.alert;

import io.logaggregator.core.alerting.rule.Severity;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An alert, as read from the store. A rule has at most one unresolved alert per label set.
 *
 * @param ruleName name of the rule when the alert was opened
 * @param severity current severity; of a resolved alert the last one
 * @param occurrences samples or events beyond the lowest threshold while the alert was open
 * @param lastAt time of the last evaluation
 * @param value last evaluated value
 * @param peak most extreme value
 * @param threshold threshold of the severity
 */
public record Alert(
        UUID id,
        UUID ruleId,
        String ruleName,
        UUID fingerprint,
        Labels labels,
        Severity severity,
        Severity highest,
        AlertStatus status,
        Instant openedAt,
        Optional<Instant> acknowledgedAt,
        Optional<Instant> resolvedAt,
        Instant lastAt,
        double value,
        double peak,
        double threshold,
        long occurrences) {}
