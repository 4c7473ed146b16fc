package io.logaggregator.core.alerting.scheduled;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.engine.Signal;
import io.logaggregator.core.alerting.kinds.Composite;
import io.logaggregator.core.alerting.kinds.Composite.GroupValue;
import io.logaggregator.core.alerting.kinds.RuleReferences;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.scheduled.ScheduledEvaluation.StoredData;
import io.logaggregator.core.alerting.state.AlertState;
import io.logaggregator.core.alerting.state.AlertStateStore.StoredState;
import io.logaggregator.core.alerting.state.StateRequest;
import io.logaggregator.core.alerting.state.StateRequest.Lock;
import io.logaggregator.core.alerting.state.StateRequest.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Evaluates composite rules for the groups of labels whose members have changed. */
public final class CompositeRules {

    /** Time in which the transition of a resolved member is looked up. */
    private static final Duration RESOLVED = Duration.ofHours(1);

    private CompositeRules() {}

    /**
     * Evaluates a rule.
     *
     * @param rules the enabled rules
     * @param now watermark
     */
    static void evaluate(AlertRule rule, Composite composite, List<AlertRule> rules, StoredData data, Instant now) {
        Map<UUID, String> members = RuleReferences.members(composite, rules);
        Map<Labels, GroupValue> values = composite.values(data.alerts(members, now.minus(RESOLVED)));
        Map<Labels, StoredState> states = new HashMap<>(); // by folded labels, as the values
        for (StoredState stored : data.states().load(new StateRequest.OfRule(rule.id(), Lock.NONE))) {
            states.put(stored.subject().labels().folded(), stored);
        }
        Set<Labels> groups = new HashSet<>(values.keySet());
        groups.addAll(states.keySet());
        List<Wanted> wanted = new ArrayList<>();
        Map<UUID, Group> changed = new HashMap<>();
        for (Labels folded : groups) {
            GroupValue group = values.getOrDefault(folded, new GroupValue(folded, new Point(now, 0)));
            Point value = group.point();
            StoredState stored = states.get(folded);
            AlertState state = stored == null ? ScheduledRules.inactive() : stored.state();
            if (!points(rule, state, value, now).isEmpty()) {
                Labels labels =
                        stored == null ? group.labels() : stored.subject().labels();
                Wanted one = ScheduledRules.wanted(rule, labels, value.value() > 0);
                wanted.add(one);
                changed.put(one.subject().fingerprint(), new Group(labels, value));
            }
        }
        ScheduledRules.save(
                rule,
                wanted,
                changed,
                (state, group) -> new Signal(rule, group.labels, points(rule, state, group.value, now)),
                data.states());
    }

    /** The value for the values of some labels. */
    private record Group(Labels labels, Point value) {}

    /**
     * The points to evaluate for a state: the ends of pending periods, and a changed value.
     *
     * @param value of the group at its newest transition
     * @param now watermark
     */
    public static List<Point> points(AlertRule rule, AlertState state, Point value, Instant now) {
        double last = lastValue(state);
        boolean changed = state.openAlert().isEmpty() && state.suppressed() != null && value.value() > 0
                ? value.at().isAfter(state.evaluatedUntil())
                : value.value() != last || (value.value() == 0 && state.suppressed() != null);
        Instant until =
                state.closedUntil().isAfter(state.evaluatedUntil()) ? state.closedUntil() : state.evaluatedUntil();
        Instant at = value.at().isAfter(until) ? value.at() : until.plus(1, ChronoUnit.MICROS);
        List<Point> points = new ArrayList<>();
        state.since().forEach((severity, since) -> {
            Instant due = since.plus(rule.definition().pendingPeriod());
            boolean isPending = state.openAlert()
                    .filter(alert -> severity.compareTo(alert.severity()) <= 0)
                    .isEmpty();
            if (isPending
                    && due.isAfter(state.evaluatedUntil())
                    && !due.isAfter(now)
                    && !(changed && due.isAfter(at))) {
                points.add(new Point(due, last));
            }
        });
        points.sort(Comparator.comparing(Point::at));
        if (changed) {
            points.add(new Point(at, value.value()));
        }
        return Collections.unmodifiableList(points);
    }

    /** The value that a state has evaluated last. */
    private static double lastValue(AlertState state) {
        if (state.alert() != null) {
            return state.alert().last().value();
        }
        return state.since().keySet().stream()
                .max(Severity::compareTo)
                .map(Composite::rank)
                .orElse(0.0);
    }
}
