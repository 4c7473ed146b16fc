package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.alert.AlertTransition;
import java.util.List;

/**
 * What came of judging.
 *
 * @param transitions in the order in which they happened
 */
public record Evaluation(AlertState state, List<AlertTransition> transitions) {

    public Evaluation {
        transitions = List.copyOf(transitions);
    }
}
