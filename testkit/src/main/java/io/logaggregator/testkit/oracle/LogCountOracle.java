package io.logaggregator.testkit.oracle;

import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.rule.Condition.LogCount;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The transitions of a log count rule for the events of one group in time order. It keeps all events, and counts those of the
 * window at each event and at each end of an event's window.
 */
public final class LogCountOracle {

    private final RuleDefinition rule;
    private final Duration window;
    private final List<Instant> events = new ArrayList<>();
    private final List<ExpectedTransition> transitions = new ArrayList<>();
    private final Map<Severity, Instant> recoveredSince = new EnumMap<>(Severity.class);
    private Instant evaluatedUntil = Instant.MIN;
    private @Nullable Severity current;
    private Instant openedAt = Instant.MIN;

    private LogCountOracle(RuleDefinition rule) {
        this.rule = rule;
        this.window = ((LogCount) rule.condition()).window();
    }

    /** Counts the events, and then lets time pass until the window is empty and all recoveries have ended. */
    public static List<ExpectedTransition> transitions(RuleDefinition rule, List<Instant> events) {
        LogCountOracle oracle = new LogCountOracle(rule);
        for (Instant event : events) {
            oracle.expireBefore(event);
            oracle.events.add(event);
            oracle.evaluate(event);
        }
        oracle.expireBefore(Instant.MAX);
        oracle.recover(Instant.MAX);
        return oracle.transitions;
    }

    private void expireBefore(Instant time) {
        TreeSet<Instant> ends = new TreeSet<>();
        events.forEach(event -> ends.add(event.plus(window)));
        for (Instant end : ends) {
            if (end.isAfter(evaluatedUntil) && end.isBefore(time)) {
                evaluate(end);
            }
        }
    }

    private long countAt(Instant time) {
        return events.stream()
                .filter(event -> !event.isAfter(time) && event.plus(window).isAfter(time))
                .count();
    }

    private void evaluate(Instant time) {
        recover(time);
        evaluatedUntil = time;
        long count = countAt(time);
        double lowest = rule.thresholds().bySeverity().sequencedValues().getFirst();
        double distance = lowest - rule.recovery().threshold().orElse(lowest);
        Severity exceeded = null;
        for (Map.Entry<Severity, Double> step : rule.thresholds().bySeverity().entrySet()) {
            Severity severity = step.getKey();
            exceeded = count > step.getValue() ? severity : exceeded;
            if (current != null && severity.compareTo(current) <= 0 && count <= step.getValue() - distance) {
                recoveredSince.putIfAbsent(severity, time);
            } else {
                recoveredSince.remove(severity);
            }
        }
        recover(time);
        if (exceeded != null && (current == null || exceeded.compareTo(current) > 0)) {
            boolean isOpen = current != null;
            openedAt = isOpen ? openedAt : time;
            current = exceeded;
            recoveredSince.clear();
            transitions.add(new ExpectedTransition(isOpen ? Kind.RAISED : Kind.OPENED, exceeded, time, openedAt));
        }
    }

    private void recover(Instant until) {
        while (current != null && recoveredSince.containsKey(current)) {
            Instant due = recoveredSince.get(current).plus(rule.recovery().duration());
            if (due.isAfter(until)) {
                return;
            }
            Severity left = current;
            current = null;
            for (Severity severity : rule.thresholds().bySeverity().keySet()) {
                Instant since = recoveredSince.get(severity);
                boolean isDue =
                        since != null && !since.plus(rule.recovery().duration()).isAfter(due);
                if (severity.compareTo(left) < 0 && !isDue) {
                    current = severity;
                }
            }
            transitions.add(
                    current == null
                            ? new ExpectedTransition(Kind.RESOLVED, left, due, openedAt)
                            : new ExpectedTransition(Kind.LOWERED, current, due, openedAt));
            recoveredSince.remove(left);
            if (current == null) {
                recoveredSince.clear();
            }
        }
    }
}
