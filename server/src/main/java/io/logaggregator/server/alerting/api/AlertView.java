package io.logaggregator.server.alerting.api;

import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.rule.Severity;
import java.time.Instant;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An alert.
 *
 * @param host empty if the alert is not about a single host
 * @param highest highest severity so far
 * @param value newest value
 * @param peak most severe value so far
 */
record AlertView(
        UUID id,
        UUID ruleId,
        String rule,
        String host,
        SortedMap<String, String> labels,
        Severity severity,
        Severity highest,
        AlertStatus status,
        Instant openedAt,
        @Nullable Instant acknowledgedAt,
        @Nullable Instant resolvedAt,
        Instant lastAt,
        double value,
        double peak,
        double threshold,
        long occurrences) {

    static AlertView of(Alert alert) {
        return new AlertView(
                alert.id(),
                alert.ruleId(),
                alert.ruleName(),
                alert.labels().host(),
                alert.labels().values(),
                alert.severity(),
                alert.highest(),
                alert.status(),
                alert.openedAt(),
                alert.acknowledgedAt().orElse(null),
                alert.resolvedAt().orElse(null),
                alert.lastAt(),
                alert.value(),
                alert.peak(),
                alert.threshold(),
                alert.occurrences());
    }
}
