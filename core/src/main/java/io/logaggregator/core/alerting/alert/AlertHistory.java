package io.logaggregator.core.alerting.alert;

import java.util.List;

/**
 * An alert with its timeline and evidence.
 *
 * @param transitions oldest first
 * @param evidence oldest first: of the opening, and of each escalation
 */
public record AlertHistory(Alert alert, List<AlertTransition> transitions, List<Evidence> evidence) {

    public AlertHistory {
        transitions = List.copyOf(transitions);
        evidence = List.copyOf(evidence);
    }
}
