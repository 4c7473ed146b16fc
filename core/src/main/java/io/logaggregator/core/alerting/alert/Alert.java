package io.logaggregator.core.alerting.alert;

import io.logaggregator.core.alerting.rule.Severity;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One problem of one thing, as it is read. At any time there is at most one alert of a rule and its labels that is not
 * resolved.
 *
 * @param ruleName as it was when the alert was opened
 * @param severity now; when resolved, the last
 * @param occurrences samples, or events, beyond the lowest threshold while it was open
 * @param lastAt when it was judged last
 * @param value judged last
 * @param peak the value furthest out
 * @param threshold of the severity
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
