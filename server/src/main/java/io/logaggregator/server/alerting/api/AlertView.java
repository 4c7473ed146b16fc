package io.logaggregator.server.alerting.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertHistory;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.rule.Severity;
import java.time.Instant;
import java.util.List;
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

    /** An alert with its transitions and its evidence, both oldest first. */
    record AlertHistoryView(
            @JsonUnwrapped AlertView alert, List<TransitionView> transitions, List<EvidenceView> evidence) {

        static AlertHistoryView of(AlertHistory history) {
            return new AlertHistoryView(
                    AlertView.of(history.alert()),
                    history.transitions().stream().map(TransitionView::of).toList(),
                    history.evidence().stream().map(EvidenceView::of).toList());
        }

        /** A transition, and its actor. */
        record TransitionView(
                AlertTransition.Kind kind,
                Instant at,
                Severity severity,
                double value,
                double threshold,
                long occurrences,
                String actor,
                String comment) {

            static TransitionView of(AlertTransition transition) {
                return new TransitionView(
                        transition.kind(),
                        transition.at(),
                        transition.severity(),
                        transition.value(),
                        transition.threshold(),
                        transition.occurrences(),
                        transition.actor(),
                        transition.comment());
            }
        }
    }
}
