package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.AlertTransition.Ending;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.AlertRules.Effect;
import io.logaggregator.core.alerting.rule.AlertRules.ResolvedAlert;
import io.logaggregator.core.alerting.rule.Condition.OfEvents;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.RuleNotice;
import io.logaggregator.core.alerting.state.AlertChanges;
import io.logaggregator.core.alerting.state.AlertChanges.Moment;
import io.logaggregator.core.alerting.state.AlertChanges.Noticed;
import io.logaggregator.core.alerting.state.AlertChanges.StateChange;
import io.logaggregator.core.alerting.state.AlertChanges.SubjectTransition;
import io.logaggregator.core.alerting.state.AlertChanges.WindowChange;
import io.logaggregator.core.alerting.state.AlertState;
import io.logaggregator.core.alerting.state.AlertStateStore;
import io.logaggregator.core.alerting.state.AlertStateStore.StoredState;
import io.logaggregator.core.alerting.state.AlertSubject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Collects the results of the evaluations of a transaction. Not thread-safe. */
public final class ChangeSet {

    private final List<StateChange> states = new ArrayList<>();
    private final List<UUID> ended = new ArrayList<>();
    private final List<SubjectTransition> transitions = new ArrayList<>();
    private final List<Moment> evidence = new ArrayList<>();
    private final Map<NoticeKey, RuleNotice> notices = new LinkedHashMap<>();
    private final Map<NoticeKey, Set<UUID>> noticed = new HashMap<>();
    private final List<WindowChange> windows = new ArrayList<>();
    private final Map<UUID, Alert.External> external = new TreeMap<>();

    private final LatePoints latePoints;

    public ChangeSet() {
        this(new LatePoints());
    }

    /** @param latePoints counts of all late points, which are not part of the transaction */
    ChangeSet(LatePoints latePoints) {
        this.latePoints = latePoints;
    }

    private record NoticeKey(UUID ruleId, RuleNotice.Kind kind) {}

    /** Adds the evaluation of a state. */
    public void add(AlertSubject subject, RuleDefinition rule, AlertState before, Evaluation evaluation) {
        if (isWorthSaving(before, evaluation)) {
            put(subject, evaluation.state(), evaluation.state().dueAt(rule).orElse(null));
        }
        addTransitions(subject, evaluation);
    }

    /** Adds the evaluation of a state that is read when it is due, which also changes the time when it is due next. */
    void add(StoredState stored, RuleDefinition rule, Evaluation evaluation) {
        Instant dueAt = evaluation.state().dueAt(rule).orElse(null);
        if (isWorthSaving(stored.state(), evaluation) || !Objects.equals(dueAt, stored.dueAt())) {
            put(stored.subject(), evaluation.state(), dueAt);
        }
        addTransitions(stored.subject(), evaluation);
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
    private static boolean isWorthSaving(AlertState before, Evaluation evaluation) {
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
    void end(StoredState stored, Ending ending, String actor, Instant time) {
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
                    ending.comment(),
                    ending.reason());
            add(stored.subject(), resolved, actor.equals(Actor.SYSTEM.name()) ? at : null);
        });
    }

    /** Adds the events of a group beyond the limit. */
    void addUncounted(Signal signal, int maxGroups) {
        long events = 0;
        Instant last = Instant.EPOCH;
        for (Point point : signal.points()) {
            events += (long) point.value();
            last = point.at().isAfter(last) ? point.at() : last;
        }
        addNotice(
                RuleNotice.at(
                        signal.rule().id(), RuleNotice.Kind.UNCOUNTED_GROUPS, String.valueOf(maxGroups), events, last),
                signal.fingerprint());
    }

    /** Counts points that were too late, and adds them to the notice of the rule. */
    void addLate(Signal signal, long points) {
        long noticed = latePoints.add(signal, points);
        if (noticed > 0) {
            addNotice(
                    RuleNotice.at(
                            signal.rule().id(),
                            signal.rule().definition().condition() instanceof OfEvents
                                    ? RuleNotice.Kind.LATE_EVENTS
                                    : RuleNotice.Kind.LATE_POINTS,
                            "",
                            noticed,
                            signal.appendedAt().getLast()),
                    signal.fingerprint());
        }
    }

    /** Adds a pending period that a gap between samples has restarted. */
    void addGaps(Signal signal, long gaps) {
        if (gaps > 0) {
            addNotice(
                    RuleNotice.at(
                            signal.rule().id(),
                            RuleNotice.Kind.LONG_GAPS,
                            signal.rule().definition().condition().maxGap().toString(),
                            gaps,
                            signal.appendedAt().getLast()),
                    signal.fingerprint());
        }
    }

    /** Adds a series that arrives through several partitions. */
    void addPartitions(Signal signal) {
        if (latePoints.partitionSwitches().add(signal)) {
            addNotice(
                    RuleNotice.at(
                            signal.rule().id(),
                            RuleNotice.Kind.SEVERAL_PARTITIONS,
                            "",
                            1,
                            signal.appendedAt().getLast()),
                    signal.fingerprint());
        }
    }

    /** Adds an occurrence to the notice of its kind. */
    public void addNotice(RuleNotice notice, UUID subject) {
        NoticeKey key = new NoticeKey(notice.ruleId(), notice.kind());
        notices.merge(key, notice, RuleNotice::and);
        noticed.computeIfAbsent(key, _ -> new HashSet<>()).add(subject);
    }

    /** Adds the newest parts of an alert of another system. */
    void describe(UUID alertId, Alert.External parts) {
        external.put(alertId, parts);
    }

    /** The earliest time of a transition. */
    Optional<Instant> oldestTransition() {
        return transitions.stream().map(one -> one.transition().at()).min(Comparator.naturalOrder());
    }

    /** The alerts that the changes resolve. */
    Effect effect() {
        List<ResolvedAlert> resolved = transitions.stream()
                .filter(one -> one.transition().kind() == Kind.RESOLVED)
                .map(one -> new ResolvedAlert(
                        one.transition().alertId(), one.subject().labels().values()))
                .toList();
        return new Effect(
                resolved.size(), resolved.stream().limit(Effect.MAX_ALERTS).toList());
    }

    /** Saves the changes, if there are any. */
    public void saveTo(AlertStateStore store) {
        List<Noticed> all = new ArrayList<>();
        notices.forEach((key, notice) -> all.add(new Noticed(notice, noticed.getOrDefault(key, Set.of()))));
        AlertChanges changes = new AlertChanges(states, ended, transitions, evidence, all, external, windows);
        if (!changes.isEmpty()) {
            store.save(changes);
        }
    }
}
