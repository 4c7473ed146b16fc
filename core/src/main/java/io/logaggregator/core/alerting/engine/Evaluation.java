package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.state.AlertState;
import java.util.List;

/**
 * Result of an evaluation.
 *
 * @param transitions in time order
 */
public record Evaluation(AlertState state, List<AlertTransition> transitions) {

    public Evaluation {
        transitions = List.copyOf(transitions);
    }
}
