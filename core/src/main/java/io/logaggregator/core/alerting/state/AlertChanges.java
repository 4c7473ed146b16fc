package io.logaggregator.core.alerting.state;

import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.rule.RuleNotice;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The result of an evaluation.
 *
 * @param states locked states with a new value
 * @param ended fingerprints of locked states to delete
 * @param transitions those of one alert in order
 * @param evidence moments to store evidence of
 * @param notices at most one per rule and kind
 * @param external newest parts of alerts of other systems, by alert
 * @param windows changes of the windows that {@link AlertStateStore#lockWindows} has locked
 */
public record AlertChanges(
        List<StateChange> states,
        List<UUID> ended,
        List<SubjectTransition> transitions,
        List<Moment> evidence,
        List<Noticed> notices,
        Map<UUID, Alert.External> external,
        List<WindowChange> windows) {

    public AlertChanges {
        states = List.copyOf(states);
        ended = List.copyOf(ended);
        transitions = List.copyOf(transitions);
        evidence = List.copyOf(evidence);
        notices = List.copyOf(notices);
        external = Map.copyOf(external);
        windows = List.copyOf(windows);
    }

    public boolean isEmpty() {
        return states.isEmpty()
                && ended.isEmpty()
                && transitions.isEmpty()
                && evidence.isEmpty()
                && notices.isEmpty()
                && external.isEmpty()
                && windows.isEmpty();
    }

    /**
     * A new value of a state.
     *
     * @param dueAt time of the next change that needs no further observation; null if there is none
     */
    public record StateChange(
            AlertSubject subject,
            AlertState state,
            @Nullable Instant dueAt) {}

    /**
     * A transition of an alert.
     *
     * @param evaluatedAt time of the evaluation; null for an acknowledgement, which is none
     */
    public record SubjectTransition(
            AlertSubject subject,
            AlertTransition transition,
            @Nullable Instant evaluatedAt) {}

    /**
     * A transition that needs evidence.
     *
     * @param window the event counts of a log-count rule
     */
    public record Moment(AlertTransition transition, LogWindow window) {}

    /**
     * A change of the windows of a log-count rule. Only the engine reads its content.
     *
     * @param sequence one more than that of the change before; the first is 1
     * @param isSnapshot whether it replaces all changes before
     */
    public record WindowChange(UUID ruleId, long sequence, boolean isSnapshot, byte[] content) {}

    /**
     * A notice of a rule.
     *
     * @param subjects fingerprints of the subjects, of which the store counts the different ones
     */
    public record Noticed(RuleNotice notice, Set<UUID> subjects) {

        public Noticed {
            subjects = Set.copyOf(subjects);
        }
    }
}
