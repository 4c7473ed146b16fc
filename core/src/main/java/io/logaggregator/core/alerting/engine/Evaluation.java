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
 */
public record Evaluation(AlertState state, List<AlertTransition> transitions) {

    public Evaluation {
        transitions = List.copyOf(transitions);
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
