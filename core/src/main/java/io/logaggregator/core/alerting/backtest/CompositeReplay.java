package io.logaggregator.core.alerting.backtest;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.engine.Evaluator;
import io.logaggregator.core.alerting.engine.Signal;
import io.logaggregator.core.alerting.kinds.Composite;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.scheduled.CompositeRules;
import io.logaggregator.core.common.InvalidDefinitionException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Evaluates a composite rule over the transitions of its members, which are replayed before. */
final class CompositeReplay {

    static final int MAX_TRANSITIONS = 100_000;

    private final AlertRule rule;
    private final Composite composite;
    private final BacktestStatistics statistics;
    private final List<MemberTransition> transitions = new ArrayList<>();
    private final Map<MemberAlert, Severity> firing = new HashMap<>();
    private final Map<Labels, Group> groups = new HashMap<>(); // by folded labels

    CompositeReplay(AlertRule rule, Composite composite, BacktestStatistics statistics) {
        this.rule = rule;
        this.composite = composite;
        this.statistics = statistics;
    }

    private record MemberAlert(String member, Labels labels) {}

    private record MemberTransition(MemberAlert alert, AlertTransition transition) {}

    /** Adds a transition of a member, in any order. */
    void add(String member, Labels labels, AlertTransition transition) {
        if (transitions.size() == MAX_TRANSITIONS) {
            throw new InvalidDefinitionException(
                    "from",
                    statistics.from(),
                    "a time range in which the members have at most " + MAX_TRANSITIONS + " transitions");
        }
        transitions.add(new MemberTransition(new MemberAlert(member, labels), transition));
    }

    void run() {
        transitions.sort(Comparator.comparing(one -> one.transition.at()));
        int next = 0;
        while (next < transitions.size()) {
            Instant at = transitions.get(next).transition.at();
            Map<Labels, Group> changed = new HashMap<>();
            for (;
                    next < transitions.size()
                            && transitions.get(next).transition.at().equals(at);
                    next++) {
                MemberTransition one = transitions.get(next);
                composite
                        .groupOf(one.alert.labels)
                        .ifPresent(labels -> changed.computeIfAbsent(labels.folded(), _ -> group(labels))
                                .count(one));
            }
            changed.values().forEach(group -> group.evaluate(new Point(at, group.value()), at));
        }
        Duration all = Duration.between(statistics.from(), statistics.to());
        groups.values().forEach(group -> {
            group.end();
            statistics.addObservedTime(all);
        });
    }

    private Group group(Labels labels) {
        return groups.computeIfAbsent(labels.folded(), _ -> new Group(new SeriesReplay(rule, labels, statistics)));
    }

    /** The firing alerts with the values of some labels in common. */
    private final class Group {

        private final SeriesReplay replay;
        private final Map<String, Map<Severity, Integer>> counts = new HashMap<>();
        private Point last = new Point(statistics.from(), 0);

        Group(SeriesReplay replay) {
            this.replay = replay;
        }

        void count(MemberTransition one) {
            Map<Severity, Integer> ofMember =
                    counts.computeIfAbsent(one.alert.member, member -> new EnumMap<>(Severity.class));
            Severity before = firing.remove(one.alert);
            if (before != null) {
                ofMember.merge(before, -1, (count, less) -> count + less == 0 ? null : count + less);
            }
            switch (one.transition.kind()) {
                case OPENED, RAISED, LOWERED -> {
                    firing.put(one.alert, one.transition.severity());
                    ofMember.merge(one.transition.severity(), 1, Integer::sum);
                }
                case ACKNOWLEDGED, RESOLVED -> {}
            }
        }

        double value() {
            Map<String, Severity> highest = new HashMap<>();
            counts.forEach((member, severities) -> severities.keySet().stream()
                    .max(Comparator.naturalOrder())
                    .ifPresent(severity -> highest.put(member, severity)));
            return composite.value(highest);
        }

        void evaluate(Point value, Instant now) {
            addTimeAbove(value.at());
            List<Point> points = CompositeRules.points(rule, replay.state(), value, now);
            if (!points.isEmpty()) {
                replay.apply(Evaluator.evaluate(new Signal(rule, replay.labels(), points), replay.state()));
            }
            last = value;
        }

        private void addTimeAbove(Instant until) {
            if (last.value() > 0) {
                statistics.addTimeAbove(Duration.between(last.at(), until));
            }
        }

        void end() {
            evaluate(last, statistics.to());
            addTimeAbove(statistics.to());
            replay.end();
        }
    }
}
