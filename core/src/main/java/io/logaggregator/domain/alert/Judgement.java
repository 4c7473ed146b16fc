package io.logaggregator.domain.alert;

import java.util.List;

/**
 * What came of judging.
 *
 * @param transitions in the order in which they happened
 */
public record Judgement(AlertState state, List<AlertTransition> transitions) {

    public Judgement {
        transitions = List.copyOf(transitions);
    }
}
