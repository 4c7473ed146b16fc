package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.state.AlertChanges;
import io.logaggregator.core.alerting.state.AlertChanges.Moment;
import io.logaggregator.core.alerting.state.AlertChanges.StateChange;
import io.logaggregator.core.alerting.state.AlertChanges.SubjectTransition;
import io.logaggregator.core.alerting.state.AlertChanges.Uncounted;
import io.logaggregator.core.alerting.state.AlertChanges.WindowChange;
import io.logaggregator.core.alerting.state.AlertState;
import io.logaggregator.core.alerting.state.AlertStateStore;
import io.logaggregator.core.alerting.state.AlertStateStore.StoredState;
import io.logaggregator.core.alerting.state.AlertSubject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Collects the results of the evaluations of a transaction. Not thread-safe. */
public final class ChangeSet {

    private final List<StateChange> states = new ArrayList<>();
    private final List<UUID> ended = new ArrayList<>();
    private final List<SubjectTransition> transitions = new ArrayList<>();
    private final List<Moment> evidence = new ArrayList<>();
    private final Map<UUID, Uncounted> uncounted = new TreeMap<>();
    private final List<WindowChange> windows = new ArrayList<>();
    private final Map<UUID, Alert.External> external = new TreeMap<>();

    /** Adds the evaluation of a state. */
    public void add(AlertSubject subject, RuleDefinition rule, AlertState before, Evaluation evaluation) {
        if (isWorthSaving(before, evaluation)) {
            put(subject, evaluation.state(), evaluation.state().dueAt(rule).orElse(null));
        }
        addTransitions(subject, evaluation);
    }

    private void addTransitions(AlertSubject subject, Evaluation evaluation) {
        for (AlertTransition transition : evaluation.transitions()) {
            add(subject, transition, transition.at());
            switch (transition.kind()) {
                case OPENED, RAISED ->
                    evidence.add(new Moment(transition, evaluation.state().window()));
                case LOWERED, ACKNOWLEDGED, RESOLVED -> {}
            }
        }
    }

    /** An inactive state that stays inactive is not saved; it is removed later. */
    static boolean isWorthSaving(AlertState before, Evaluation evaluation) {
        boolean inactive = before.isInactive() && evaluation.state().isInactive();
        return !evaluation.transitions().isEmpty()
                || !(inactive || evaluation.state().equals(before));
    }

    void put(AlertSubject subject, AlertState state, @Nullable Instant dueAt) {
        states.add(new StateChange(subject, state, dueAt));
    }

    /** @param evaluatedAt see {@link SubjectTransition} */
    void add(AlertSubject subject, AlertTransition transition, @Nullable Instant evaluatedAt) {
        transitions.add(new SubjectTransition(subject, transition, evaluatedAt));
    }

    void add(WindowChange change) {
        windows.add(change);
    }

    /** Deletes a state that an evaluation has ended. */
    void end(AlertSubject subject, Evaluation evaluation) {
        ended.add(subject.fingerprint());
        addTransitions(subject, evaluation);
    }

    /** Deletes a state, and resolves its alert for a reason. */
    void end(StoredState stored, String reason, String actor, Instant time) {
        ended.add(stored.subject().fingerprint());
        stored.state().openAlert().ifPresent(alert -> {
            Instant at = time.isBefore(alert.changedAt()) ? alert.changedAt() : time;
            AlertTransition resolved = new AlertTransition(
                    alert.id(),
                    Kind.RESOLVED,
                    at,
                    alert.severity(),
                    alert.highest(),
                    alert.last().value(),
                    alert.peak(),
                    stored.threshold(),
                    alert.occurrences(),
                    actor,
                    reason);
            add(stored.subject(), resolved, actor.equals(Actor.SYSTEM.name()) ? at : null);
        });
    }

    /** Adds the events of a group beyond the limit. */
    void addUncounted(Signal signal) {
        long events = 0;
        Instant last = Instant.EPOCH;
        for (Point point : signal.points()) {
            events += (long) point.value();
            last = point.at().isAfter(last) ? point.at() : last;
        }
        uncounted.merge(
                signal.rule().id(),
                new Uncounted(signal.rule().id(), events, last),
                (one, other) -> new Uncounted(
                        one.ruleId(),
                        one.events() + other.events(),
                        one.lastAt().isAfter(other.lastAt()) ? one.lastAt() : other.lastAt()));
    }

    /** Adds the newest parts of an alert of another system. */
    void describe(UUID alertId, Alert.External parts) {
        external.put(alertId, parts);
    }

    /** Saves the changes, if there are any. */
    public void saveTo(AlertStateStore store) {
        AlertChanges changes = new AlertChanges(
                states, ended, transitions, evidence, List.copyOf(uncounted.values()), external, windows);
        if (!changes.isEmpty()) {
            store.save(changes);
        }
    }
}
