package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.state.AlertState;
import io.logaggregator.core.alerting.state.OpenAlert;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Result of an evaluation.
 *
 * @param transitions in time order
 * @param late number of points that were too late to be evaluated
 * @param gaps number of pending periods that a gap before their second point has restarted
 */
public record Evaluation(AlertState state, List<AlertTransition> transitions, long late, long gaps) {

    public Evaluation {
        transitions = List.copyOf(transitions);
    }

    /** An evaluation without late points and gaps. */
    Evaluation(AlertState state, List<AlertTransition> transitions) {
        this(state, transitions, 0, 0);
    }

    /** The id of the open alert, else of the one that was resolved last. */
    Optional<UUID> newestAlert() {
        return state.openAlert()
                .map(OpenAlert::id)
                .or(() -> transitions.isEmpty()
                        ? Optional.empty()
                        : Optional.of(transitions.getLast().alertId()));
    }
}
