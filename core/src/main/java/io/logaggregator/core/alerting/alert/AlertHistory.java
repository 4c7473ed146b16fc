package io.logaggregator.core.alerting.alert;

import java.util.List;

/**
 * An alert with all that is known of it.
 *
 * @param transitions oldest first
 * @param evidence oldest first: of the opening, and of each rise
 */
public record AlertHistory(Alert alert, List<AlertTransition> transitions, List<Evidence> evidence) {

    public AlertHistory {
        transitions = List.copyOf(transitions);
        evidence = List.copyOf(evidence);
    }
}
