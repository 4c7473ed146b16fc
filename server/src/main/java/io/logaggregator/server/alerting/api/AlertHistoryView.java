package io.logaggregator.server.alerting.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.logaggregator.core.alerting.alert.AlertHistory;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.rule.Severity;
import java.time.Instant;
import java.util.List;

/** An alert with its transitions and its evidence, both oldest first. */
record AlertHistoryView(@JsonUnwrapped AlertView alert, List<TransitionView> transitions, List<EvidenceView> evidence) {

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
