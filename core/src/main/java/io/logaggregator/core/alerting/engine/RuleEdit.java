package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.AlertTransition.Ending;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.AlertTransition.Reason;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.rule.Condition.OfEvents;
import io.logaggregator.core.alerting.rule.Condition.OfRules;
import io.logaggregator.core.alerting.rule.Condition.OfSamples;
import io.logaggregator.core.alerting.rule.Condition.Scheduled;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.state.AlertState;
import io.logaggregator.core.alerting.state.OpenAlert;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.observation.LogField;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Effect of a changed definition on the states of its rule, applied by the transaction that changes the rule. An edit is
 * no sample: it ends alerts that the rule no longer evaluates, and adapts the other states, but opens and escalates nothing.
 * The next value decides that. Pure.
 *
 * <p>A period continues if the values that it stands for also satisfy the new definition: a value above the old threshold
 * is above a lower one. Otherwise a pending period restarts at the last value, if that exceeds the new threshold, and a
 * recovery period with the next value. The recovery from a relaxed severity starts with
 * the edit if the last value no longer exceeds it. Lengths of periods apply at once, but date
 * nothing before the edit.
 */
public record RuleEdit(RuleDefinition before, RuleDefinition after) {

    static final Ending NOT_MATCHED = new Ending(Reason.NOT_MATCHED, "no longer matched by the rule");

    /** Whether the edit leaves all states as they are, as a change of name or description does. */
    public boolean keepsStates() {
        return after.isEvaluatedLike(before);
    }

    /** Whether the events counted so far say nothing about the rule as it is now. */
    boolean restartsWindows() {
        return (before.condition() instanceof OfEvents || after.condition() instanceof OfEvents)
                && (before.enabled() != after.enabled() || !after.condition().isComparableWith(before.condition()));
    }

    /** Whether the rule may evaluate hosts that it did not evaluate before. */
    public boolean mayAddSubjects() {
        return after.enabled() && !before.enabled()
                || !after.condition().equals(before.condition())
                || !after.matchers().equals(before.matchers());
    }

    /**
     * Returns why the alert of a subject ends; empty if the rule still evaluates the subject.
     *
     * @param environment of the host, which the labels of a series do not have; empty if it is unknown
     */
    Optional<Ending> endOf(Labels labels, String environment) {
        if (before.enabled() && !after.enabled()) {
            return Optional.of(new Ending(Reason.RULE_DISABLED, "rule disabled"));
        }
        if (!after.condition().isComparableWith(before.condition())
                || comparison() != before.thresholds().comparison()) {
            return Optional.of(new Ending(Reason.RULE_CHANGED, "condition of the rule changed"));
        }
        return stillMatches(labels, environment) ? Optional.empty() : Optional.of(NOT_MATCHED);
    }

    private Comparison comparison() {
        return after.thresholds().comparison();
    }

    /** A label that the subject does not have is no criterion: a group of events has several hosts. */
    private boolean stillMatches(Labels labels, String environment) {
        Matchers matchers = after.matchers();
        return switch (after.condition()) {
            case OfSamples _ ->
                new Matchers(
                                matchers.host(),
                                isEnvironmentKept(matchers) ? Glob.ANY : matchers.environment(),
                                matchers.attributes())
                        .match(labels.host(), environment, labels.values());
            case OfEvents _ ->
                matches(matchers.host(), labels.values().get(Labels.HOST))
                        && matches(matchers.environment(), labels.values().get(LogField.Text.ENVIRONMENT.label()));
            case NoData _ -> matches(matchers.host(), labels.values().get(Labels.HOST));
            case Scheduled scheduled ->
                (isEnvironmentKept(matchers)
                                || labels.values().containsKey(Labels.HOST)
                                        && matchers.environment().matches(environment))
                        && matches(matchers.host(), labels.values().get(Labels.HOST))
                        && matchers.attributes().entrySet().stream()
                                .allMatch(attribute -> matches(
                                        attribute.getValue(),
                                        scheduled.isPerSeries()
                                                ? labels.values().getOrDefault(attribute.getKey(), "")
                                                : labels.values().get(attribute.getKey())));
            case OfRules _ -> true;
        };
    }

    private boolean isEnvironmentKept(Matchers matchers) {
        return matchers.environment().isAny()
                || matchers.environment().equals(before.matchers().environment());
    }

    private static boolean matches(Glob pattern, @Nullable String label) {
        return label == null || pattern.matches(label);
    }

    /**
     * The state of a subject that the rule still evaluates, and the transition of an alert whose severity the rule no longer
     * has: to the highest lower one that the last value exceeds. Without one the alert keeps its severity for now.
     *
     * @param at time of the edit
     */
    Evaluation apply(AlertState state, String actor, Instant at) {
        OpenAlert alert = state.alert();
        Optional<Severity> lower = alert == null ? Optional.empty() : lowerSeverity(alert);
        OpenAlert next = alert == null || lower.isEmpty()
                ? alert
                : alert.at(lower.get(), at.isBefore(alert.changedAt()) ? alert.changedAt() : at);
        AlertState adapted = adapt(state, next, at);
        return new Evaluation(
                adapted,
                next == null || lower.isEmpty()
                        ? List.of()
                        : List.of(new AlertTransition(
                                next.id(),
                                Kind.LOWERED,
                                next.changedAt(),
                                next.severity(),
                                next.highest(),
                                next.last().value(),
                                next.peak(),
                                after.thresholds().threshold(next.severity()),
                                next.occurrences(),
                                actor,
                                "severity removed from the rule",
                                null)));
    }

    private Optional<Severity> lowerSeverity(OpenAlert alert) {
        return after.thresholds().bySeverity().containsKey(alert.severity())
                ? Optional.empty()
                : after.thresholds()
                        .highestExceededBy(alert.last().value())
                        .filter(severity -> severity.compareTo(alert.severity()) < 0);
    }

    private AlertState adapt(AlertState state, @Nullable OpenAlert alert, Instant at) {
        Optional<Severity> current = Optional.ofNullable(alert).map(OpenAlert::severity);
        Map<Severity, Instant> since = new EnumMap<>(Severity.class);
        state.since().forEach((severity, instant) -> {
            boolean reached =
                    current.filter(highest -> severity.compareTo(highest) <= 0).isPresent();
            boolean evaluated =
                    after.thresholds().bySeverity().containsKey(severity) || current.equals(Optional.of(severity));
            if (evaluated && (reached ? impliesRecovered(severity) : impliesExceeded(severity))) {
                since.put(severity, reached ? notDueBefore(at, instant) : instant);
            } else if (!reached) {
                restartPending(severity, current, state, since);
            }
        });
        if (alert != null && after.condition().isEvaluatedPerPoint()) {
            startRecoveries(alert, state.seriesTime(at), since);
        }
        return new AlertState(
                state.countedUntil(), // events before the edit are not evaluated again
                state.closedUntil(),
                alert,
                since,
                state.suppressed(),
                state.window(),
                state.newestAt(),
                state.appendedAt(),
                state.lastValue());
    }

    /**
     * Restarts the pending period of a relaxed severity at the last value that still exceeds it; that of a removed one
     * continues so with the new severities.
     */
    private void restartPending(
            Severity relaxed, Optional<Severity> current, AlertState state, Map<Severity, Instant> since) {
        Set<Severity> severities = after.thresholds().bySeverity().keySet();
        (severities.contains(relaxed) ? Set.of(relaxed) : severities)
                .stream()
                        .filter(severity -> severity.equals(relaxed)
                                || !before.thresholds().bySeverity().containsKey(severity))
                        .filter(severity -> current.filter(reached -> severity.compareTo(reached) <= 0)
                                .isEmpty())
                        .filter(severity -> after.thresholds().isExceededBy(state.lastValue(), severity))
                        .forEach(severity -> since.put(severity, state.evaluatedUntil()));
    }

    /** Starts the recovery of severities that the last value no longer exceeds, since their thresholds are relaxed. */
    private void startRecoveries(OpenAlert alert, Instant at, Map<Severity, Instant> since) {
        Set<Severity> reached = EnumSet.of(alert.severity());
        reached.addAll(after.thresholds().bySeverity().headMap(alert.severity()).keySet());
        for (Severity severity : reached) {
            if (isRelaxed(severity) && after.isRecovered(alert.last().value(), severity)) {
                since.putIfAbsent(severity, at);
            }
        }
    }

    private boolean isRelaxed(Severity severity) {
        return after.thresholds().isAboveAll(severity)
                || comparison()
                        .exceeds(
                                after.thresholds().threshold(severity),
                                before.thresholds().threshold(severity));
    }

    /** The start of a recovery that ends by a shortened period at the edit at the earliest, but not later than without it. */
    private Instant notDueBefore(Instant at, Instant recoveredSince) {
        Duration period = after.recovery().duration();
        Instant dueBefore = recoveredSince.plus(before.recovery().duration());
        Instant earliest = dueBefore.isBefore(at) ? dueBefore : at;
        return recoveredSince.plus(period).isBefore(earliest) ? earliest.minus(period) : recoveredSince;
    }

    /** Whether every value that exceeded the severity before also exceeds it now. */
    private boolean impliesExceeded(Severity severity) {
        double threshold = after.thresholds().threshold(severity);
        return !comparison().exceeds(threshold, before.thresholds().threshold(severity));
    }

    /** Whether every value that had recovered from the severity before has also recovered from it now. */
    private boolean impliesRecovered(Severity severity) {
        return after.thresholds().isAboveAll(severity)
                || !before.thresholds().isAboveAll(severity)
                        && !comparison().exceeds(before.recoveryThreshold(severity), after.recoveryThreshold(severity));
    }
}
