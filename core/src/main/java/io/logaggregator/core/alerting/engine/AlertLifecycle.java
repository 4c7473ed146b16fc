package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.AlertTransition.Ending;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.kinds.ExternalAlerts;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.alerting.state.AlertState;
import io.logaggregator.core.alerting.state.LogWindow;
import io.logaggregator.core.alerting.state.OpenAlert;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The alert of one rule for one series: compares values with the thresholds of the rule, starts and ends the pending and
 * recovery periods of its severities, and collects the transitions. The caller determines which values count, and their order.
 * Not thread-safe.
 */
final class AlertLifecycle {

    private final RuleDefinition definition;
    private final SeverityThresholds thresholds;
    private final Supplier<UUID> fingerprint;
    private final List<AlertTransition> transitions = new ArrayList<>();

    private Instant evaluatedUntil;
    private Instant closedUntil;
    private @Nullable OpenAlert alert;
    private final Map<Severity, Instant> since = new EnumMap<>(Severity.class);
    private @Nullable Severity suppressed;
    private double lastValue;

    AlertLifecycle(AlertRule rule, Supplier<UUID> fingerprint, AlertState before) {
        this.fingerprint = fingerprint;
        definition = rule.definition();
        thresholds = definition.thresholds();
        evaluatedUntil = before.evaluatedUntil();
        closedUntil = before.closedUntil();
        alert = before.alert();
        suppressed = before.suppressed();
        lastValue = before.lastValue();
        since.putAll(before.since());
    }

    /** The state with the data that its points have left. */
    AlertState state(LogWindow window, Instant newestAt, Instant appendedAt) {
        return new AlertState(
                evaluatedUntil, closedUntil, alert, since, suppressed, window, newestAt, appendedAt, lastValue);
    }

    List<AlertTransition> transitions() {
        return transitions;
    }

    Instant evaluatedUntil() {
        return evaluatedUntil;
    }

    Instant closedUntil() {
        return closedUntil;
    }

    @Nullable
    OpenAlert alert() {
        return alert;
    }

    /** Whether there is neither an alert nor a suppression. */
    boolean isNormal() {
        return alert == null && suppressed == null;
    }

    /** Whether the current severity is about to be left. */
    boolean isRecovering() {
        return alert != null && since.containsKey(alert.severity());
    }

    /** Whether the severity is not suppressed by the manual resolution of an alert. */
    boolean isOpening(Severity severity) {
        return suppressed == null || severity.compareTo(suppressed) > 0;
    }

    boolean isReached(Severity severity) {
        return alert != null && severity.compareTo(alert.severity()) <= 0;
    }

    /** Whether a value that was evaluated before would now open an alert, or change its severity. */
    boolean isChangedBy(double value) {
        Optional<Severity> severity = thresholds.highestExceededBy(value);
        return alert == null
                ? severity.filter(this::isOpening).isPresent()
                : !isRecovering() && !severity.equals(Optional.of(alert.severity()));
    }

    /** Sets the time up to which points are evaluated. */
    void evaluatedUntil(Instant at) {
        evaluatedUntil = at;
    }

    /** Sets the last evaluated value. A normal one ends the suppression. */
    void evaluated(Instant at, double value) {
        evaluatedUntil = at;
        lastValue = value;
        if (!thresholds.isExceededBy(value)) {
            suppressed = null;
        }
    }

    /** Ends the suppression. */
    void unsuppress() {
        suppressed = null;
    }

    /** Applies the recoveries that are due, after which earlier points do not change the state any more. */
    void close(Instant until) {
        Instant last = applyDueRecoveries(until);
        closedUntil = last.isAfter(closedUntil) ? last : closedUntil;
    }

    /** Admits points of any time again. */
    void reopen() {
        closedUntil = Instant.MIN;
    }

    /** Ends the state as if the series had none, so that it does not matter whether its row is still there. */
    void end(Instant at, Ending ending) {
        resolve(at, ending);
        since.clear();
        suppressed = null;
        closedUntil = Instant.MIN;
    }

    /** Ends the pending periods. Returns whether one of them has started with the last point. */
    boolean endPendingPeriods() {
        boolean isLastAlone = since.entrySet().stream()
                .anyMatch(period ->
                        !isReached(period.getKey()) && period.getValue().equals(evaluatedUntil));
        since.keySet().removeIf(severity -> !isReached(severity));
        return isLastAlone;
    }

    /** Moves running periods back by the time that the clock of the sender was ahead of the queue. */
    void correctClock(Instant corrected, Instant appendedAt) {
        Duration ahead = Duration.between(appendedAt, evaluatedUntil);
        since.replaceAll((severity, instant) -> {
            Instant moved = instant.minus(ahead);
            return moved.isAfter(corrected) ? corrected : moved;
        });
        evaluatedUntil = appendedAt.isAfter(corrected) ? corrected : appendedAt;
    }

    /** Evaluates a number against each severity threshold. */
    void evaluate(Point point, long occurrences) {
        applyDueRecoveries(point.at());
        evaluated(point.at().isAfter(evaluatedUntil) ? point.at() : evaluatedUntil, point.value());
        count(thresholds.isExceededBy(point.value()) ? occurrences : 0, point);
        for (Severity severity : evaluatedSeverities()) {
            boolean changing = isReached(severity)
                    ? definition.isRecovered(point.value(), severity)
                    : isOpening(severity) && thresholds.isExceededBy(point.value(), severity);
            change(severity, changing, point.at());
        }
        applyDueRecoveries(point.at());
        highestDue(point.at()).ifPresent(severity -> reach(severity, point, occurrences));
    }

    /** Starts and ends the recovery periods only. */
    void evaluateRecoveries(Point point) {
        for (Severity severity : evaluatedSeverities()) {
            change(severity, isReached(severity) && definition.isRecovered(point.value(), severity), point.at());
        }
    }

    private void change(Severity severity, boolean changing, Instant at) {
        if (changing) {
            since.putIfAbsent(severity, at);
        } else {
            since.remove(severity);
        }
    }

    /**
     * Evaluates an alert of another system. The start of the period of its severity is the time when it ends.
     *
     * @param point its value is that time, in seconds since 1970
     * @param labelled severity of the labels; an open alert keeps its own one
     * @param start of the alert, not after the point
     */
    void external(Point point, Severity labelled, Instant start) {
        if (!point.at().isAfter(evaluatedUntil)) {
            return;
        }
        applyDueRecoveries(point.at());
        evaluatedUntil = point.at();
        Severity severity = alert == null ? labelled : alert.severity();
        Instant end = ExternalAlerts.endOf(point.value());
        Instant previousEnd = since.remove(severity);
        boolean isEnded = !end.isAfter(point.at());
        if (isEnded || (alert == null && previousEnd != null && previousEnd.isBefore(point.at()))) {
            suppressed = null; // it was not firing in between
        }
        Point rank = new Point(point.at(), ExternalAlerts.rank(severity));
        if (isEnded) {
            count(0, rank);
            resolve(end, ExternalAlerts.ENDED);
            return;
        }
        if (alert != null) {
            count(1, rank);
        } else if (isOpening(severity)) {
            UUID id = AlertTransition.alertId(ExternalAlerts.opening(fingerprint.get(), point.at()), start);
            open(new OpenAlert(id, start, severity, severity, 1, rank, rank.value(), start));
        }
        since.put(severity, end);
    }

    /** Counts occurrences of the alert, if there is one. */
    void count(long occurrences, Point point) {
        if (alert != null) {
            alert = alert.counting(occurrences, point, thresholds.comparison());
        }
    }

    /** The time when the current severity is left; empty if its value has not recovered. */
    Optional<Instant> dueRecovery() {
        Instant recoveredSince = alert == null ? null : since.get(alert.severity());
        return recoveredSince == null ? Optional.empty() : Optional.of(recoveryEnd(recoveredSince));
    }

    private Instant recoveryEnd(Instant recoveredSince) {
        return recoveredSince.plus(definition.recovery().duration());
    }

    /**
     * Leaves the severities whose recovery period has ended at {@code now}.
     *
     * @return the time of the last change; {@code Instant.MIN} without one
     */
    Instant applyDueRecoveries(Instant now) {
        Instant last = Instant.MIN;
        while (alert != null) {
            Severity severity = alert.severity();
            Instant recoveredSince = since.get(severity);
            if (recoveredSince == null) {
                return last;
            }
            Instant due = recoveryEnd(recoveredSince);
            if (due.isAfter(now)) {
                return last;
            }
            if (definition.condition() instanceof ExternalAlerts.OfSamples) {
                resolve(due, ExternalAlerts.EXPIRED);
            } else {
                leave(severity, due);
            }
            last = due;
        }
        return last;
    }

    /** Leaves a severity, and with it the lower ones that are due at the same time, in one transition. */
    private void leave(Severity severity, Instant due) {
        Optional<Severity> next = Optional.of(severity);
        do {
            since.remove(next.get());
            next = thresholds.below(next.get());
        } while (next.filter(below -> isDueAt(below, due)).isPresent());
        if (next.isEmpty()) {
            resolve(due, Ending.RECOVERED);
        } else {
            moveTo(next.get(), Kind.LOWERED, due);
        }
    }

    private boolean isDueAt(Severity severity, Instant due) {
        Instant recoveredSince = since.get(severity);
        return recoveredSince != null && !recoveryEnd(recoveredSince).isAfter(due);
    }

    /** The severities in use, and that of the alert, which an edit may have removed. */
    private Set<Severity> evaluatedSeverities() {
        Set<Severity> severities = EnumSet.copyOf(thresholds.bySeverity().keySet());
        if (alert != null) {
            severities.add(alert.severity());
        }
        return severities;
    }

    private Optional<Severity> highestDue(Instant now) {
        Severity highest = null;
        for (Severity severity : thresholds.bySeverity().keySet()) {
            Instant exceededSince = since.get(severity);
            if (!isReached(severity)
                    && exceededSince != null
                    && !exceededSince.plus(definition.pendingPeriod()).isAfter(now)) {
                highest = severity;
            }
        }
        return Optional.ofNullable(highest);
    }

    /** Opens or escalates the alert. */
    void reach(Severity severity, Point point, long occurrences) {
        since.keySet().removeIf(other -> other.compareTo(severity) <= 0);
        if (alert == null) {
            open(new OpenAlert(
                    AlertTransition.alertId(fingerprint.get(), point.at()),
                    point.at(),
                    severity,
                    severity,
                    Math.max(1, occurrences),
                    point,
                    point.value(),
                    point.at()));
        } else {
            moveTo(severity, Kind.RAISED, point.at());
        }
    }

    private void open(OpenAlert opened) {
        suppressed = null;
        alert = opened;
        add(opened, Kind.OPENED, opened.openedAt(), null);
    }

    private void moveTo(Severity severity, Kind kind, Instant at) {
        if (alert != null) {
            alert = alert.at(severity, notBefore(alert, at));
            add(alert, kind, alert.changedAt(), null);
        }
    }

    private void resolve(Instant due, Ending ending) {
        if (alert != null) {
            Instant openedAt = alert.openedAt();
            Instant at = notBefore(alert, due);
            add(alert, Kind.RESOLVED, at, ending);
            alert = null;
            since.clear();
            if (!definition.condition().isEvaluatedPerPoint()) {
                evaluatedUntil = at.isAfter(evaluatedUntil) ? at : evaluatedUntil;
                // Events of the same instant are not late. But the opening time identifies an alert, so no other alert
                // may be opened at the time when this one was.
                closedUntil =
                        openedAt.isBefore(evaluatedUntil) ? evaluatedUntil.minus(1, ChronoUnit.MICROS) : evaluatedUntil;
            }
        }
    }

    /** Transitions of an alert never go back in time, even if the clock of the sender does. */
    private static Instant notBefore(OpenAlert alert, Instant at) {
        return at.isBefore(alert.changedAt()) ? alert.changedAt() : at;
    }

    private void add(OpenAlert of, Kind kind, Instant at, @Nullable Ending ending) {
        transitions.add(new AlertTransition(
                of.id(),
                kind,
                at,
                of.severity(),
                of.highest(),
                of.last().value(),
                of.peak(),
                thresholds.threshold(of.severity()),
                of.occurrences(),
                Actor.SYSTEM.name(),
                ending == null ? "" : ending.comment(),
                ending == null ? null : ending.reason()));
    }
}
