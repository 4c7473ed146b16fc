package io.logaggregator.core.alerting.scheduled;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.engine.ChangeSet;
import io.logaggregator.core.alerting.engine.Evaluation;
import io.logaggregator.core.alerting.engine.Evaluator;
import io.logaggregator.core.alerting.engine.Signal;
import io.logaggregator.core.alerting.kinds.ScheduledCondition;
import io.logaggregator.core.alerting.kinds.ScheduledQuery;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.RuleNotice;
import io.logaggregator.core.alerting.scheduled.ScheduledEvaluation.EvaluatedValues;
import io.logaggregator.core.alerting.scheduled.ScheduledEvaluation.StoredData;
import io.logaggregator.core.alerting.state.AlertChanges.SubjectTransition;
import io.logaggregator.core.alerting.state.AlertState;
import io.logaggregator.core.alerting.state.AlertStateStore;
import io.logaggregator.core.alerting.state.AlertStateStore.StoredState;
import io.logaggregator.core.alerting.state.AlertSubject;
import io.logaggregator.core.alerting.state.StateRequest;
import io.logaggregator.core.alerting.state.StateRequest.Wanted;
import io.logaggregator.core.observation.MetricSample.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;

/** Evaluates rules on stored data, and saves the results. */
final class ScheduledRules {

    /** Alerts of an evaluation that get the values before. */
    private static final int MAX_WITH_VALUES = 200;

    private ScheduledRules() {}

    /** Evaluates the values of a query with one time, and returns the alerts that opened or escalated. */
    static List<SubjectTransition> evaluate(AlertRule rule, ScheduledQuery query, StoredData data) {
        Map<UUID, Signal> signals = new LinkedHashMap<>(); // by fingerprint
        List<Labels> read = new ArrayList<>();
        data.read(query, ScheduledCondition.MAX_SUBJECTS + 1, (labels, at, stored) -> {
            read.add(labels);
            if (read.size() > ScheduledCondition.MAX_SUBJECTS) {
                return;
            }
            List<Point> values = query.condition().values(query, at, stored);
            if (!values.isEmpty()) {
                Signal signal = new Signal(rule, labels, values, evaluatedAt(values, query), Kind.GAUGE);
                signals.putIfAbsent(signal.fingerprint(), signal);
            }
        });
        if (read.size() > ScheduledCondition.MAX_SUBJECTS) {
            ChangeSet notices = new ChangeSet();
            notices.addNotice(
                    RuleNotice.at(
                            rule.id(),
                            RuleNotice.Kind.UNEVALUATED_SUBJECTS,
                            String.valueOf(ScheduledCondition.MAX_SUBJECTS),
                            1,
                            query.last()),
                    read.getLast().fingerprint(rule));
            notices.saveTo(data.states());
        }
        return save(
                rule,
                signals.values().stream()
                        .map(signal -> wanted(rule, signal.labels(), !signal.isNormal()))
                        .toList(),
                signals,
                (state, signal) -> signal,
                data.states());
    }

    /** The watermark at which each value is evaluated: until then, time alone ends nothing. */
    private static List<Instant> evaluatedAt(List<Point> values, ScheduledQuery query) {
        return values.stream()
                .map(value -> value.at().plus(query.condition().evaluationDelay()))
                .toList();
    }

    /** Adds the values up to their opening or escalation to the evidence of alerts. */
    static void addEvidence(AlertRule rule, List<SubjectTransition> opened, ScheduledQuery query, StoredData data) {
        Map<UUID, List<Point>> values = new HashMap<>(); // by fingerprint
        opened.stream()
                .limit(MAX_WITH_VALUES)
                .forEach(one -> values.put(one.subject().fingerprint(), new ArrayList<>()));
        data.read(query, ScheduledCondition.MAX_SUBJECTS, (labels, at, stored) -> {
            List<Point> ofSubject = values.get(labels.fingerprint(rule));
            if (ofSubject != null) {
                ofSubject.addAll(query.condition().values(query, at, stored));
            }
        });
        data.addEvidence(opened.stream()
                .filter(one -> values.containsKey(one.subject().fingerprint()))
                .map(one -> new EvaluatedValues(
                        one.transition(), values.getOrDefault(one.subject().fingerprint(), List.of())))
                .toList());
    }

    static Wanted wanted(AlertRule rule, Labels labels, boolean create) {
        return new Wanted(new AlertSubject(rule, labels), create, List.of());
    }

    /**
     * Locks states, creates those that are missing, and saves their evaluations. Returns the alerts that opened or escalated.
     *
     * @param signal the signal of a state
     */
    static <T> List<SubjectTransition> save(
            AlertRule rule,
            List<Wanted> wanted,
            Map<UUID, T> inputs,
            BiFunction<AlertState, T, Signal> signal,
            AlertStateStore states) {
        List<SubjectTransition> opened = new ArrayList<>();
        if (wanted.isEmpty()) {
            return opened;
        }
        ChangeSet changes = new ChangeSet();
        for (StoredState stored : states.load(new StateRequest.OfSubjects(wanted))) {
            T input = inputs.get(stored.subject().fingerprint());
            if (input != null) {
                Signal points = signal.apply(stored.state(), input);
                Evaluation evaluation = Evaluator.evaluate(points, stored.state());
                changes.add(stored.subject(), rule.definition(), stored.state(), evaluation);
                evaluation.transitions().stream()
                        .filter(transition -> switch (transition.kind()) {
                            case OPENED, RAISED -> true;
                            case LOWERED, ACKNOWLEDGED, RESOLVED -> false;
                        })
                        .forEach(transition ->
                                opened.add(new SubjectTransition(stored.subject(), transition, transition.at())));
            }
        }
        changes.saveTo(states);
        return opened;
    }

    /** The state of a subject without a row. */
    static AlertState inactive() {
        return AlertState.inactive(Instant.MIN);
    }
}
