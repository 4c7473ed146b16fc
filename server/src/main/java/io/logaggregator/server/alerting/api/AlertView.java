package io.logaggregator.server.alerting.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertHistory;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.silence.Suppression;
import io.logaggregator.core.alerting.silence.Suppression.Subject;
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
 * @param value newest value; {@code null} for an alert that another system evaluates
 * @param peak most severe value so far; {@code null} for an alert that another system evaluates
 * @param threshold of the severity; {@code null} for an alert that another system evaluates
 * @param silencedBy ids of the active silences that mute its notifications; empty for a resolved alert
 * @param inhibitedBy ids of the alerts that mute its notifications, at most 10 per inhibition; empty for a resolved alert
 * @param annotations of an alert that another system evaluates; {@code null} for others
 * @param generatorUrl where the other system shows the condition; {@code null} if it is unknown
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
        @Nullable Double value,
        @Nullable Double peak,
        @Nullable Double threshold,
        long occurrences,
        List<UUID> silencedBy,
        List<UUID> inhibitedBy,
        @Nullable SortedMap<String, String> annotations,
        @Nullable String generatorUrl) {

    /** @param suppression for alerts that are not resolved */
    static AlertView of(Alert alert, Suppression suppression, Instant now) {
        boolean isResolved = alert.status() == AlertStatus.RESOLVED;
        Subject subject = Subject.of(alert.id(), alert.ruleName(), alert.labels(), alert.severity());
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
                number(alert, alert.value()),
                number(alert, alert.peak()),
                number(alert, alert.threshold()),
                alert.occurrences(),
                isResolved ? List.of() : suppression.silencedBy(subject, now),
                isResolved ? List.of() : suppression.inhibitedBy(subject),
                alert.external().map(Alert.External::annotations).orElse(null),
                alert.external()
                        .map(Alert.External::generatorUrl)
                        .filter(url -> !url.isEmpty())
                        .orElse(null));
    }

    private static @Nullable Double number(Alert alert, double value) {
        return alert.external().isPresent() ? null : value;
    }

    /** An alert with its transitions and its evidence, both oldest first. */
    record AlertHistoryView(
            @JsonUnwrapped AlertView alert, List<TransitionView> transitions, List<EvidenceView> evidence) {

        static AlertHistoryView of(AlertHistory history, Suppression suppression, Instant now) {
            return new AlertHistoryView(
                    AlertView.of(history.alert(), suppression, now),
                    history.transitions().stream()
                            .map(transition -> TransitionView.of(history.alert(), transition))
                            .toList(),
                    history.evidence().stream()
                            .map(evidence -> EvidenceView.of(history.alert(), evidence))
                            .toList());
        }

        /** A transition, and its actor. An alert that another system evaluates has no values. */
        record TransitionView(
                AlertTransition.Kind kind,
                Instant at,
                Severity severity,
                @Nullable Double value,
                @Nullable Double threshold,
                long occurrences,
                String actor,
                String comment,
                AlertTransition.@Nullable Reason reason) {

            static TransitionView of(Alert alert, AlertTransition transition) {
                return new TransitionView(
                        transition.kind(),
                        transition.at(),
                        transition.severity(),
                        number(alert, transition.value()),
                        number(alert, transition.threshold()),
                        transition.occurrences(),
                        transition.actor(),
                        transition.comment(),
                        transition.reason());
            }
        }
    }
}
