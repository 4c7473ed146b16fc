package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.AlertTransition.Ending;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.AlertTransition.Reason;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.kinds.ExternalAlerts;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.rule.Condition.OfEvents;
import io.logaggregator.core.alerting.rule.Condition.OfRules;
import io.logaggregator.core.alerting.rule.Condition.OfSamples;
import io.logaggregator.core.alerting.rule.Condition.Scheduled;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.alerting.state.AlertState;
import io.logaggregator.core.alerting.state.EventCounts;
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
 * State machine of one rule for one series: starts from a stored state and collects the transitions. It compares values
 * with the thresholds of the rule, and knows nothing of earlier ones: a {@link RuleEdit} has adapted the state.
 */
final class RuleStateMachine {

    private final RuleDefinition definition;
    private final SeverityThresholds thresholds;
    private final Supplier<UUID> fingerprint;
    private final List<AlertTransition> transitions = new ArrayList<>();

    private Instant evaluatedUntil;
    private Instant closedUntil;
    private @Nullable OpenAlert alert;
    private final Map<Severity, Instant> since = new EnumMap<>(Severity.class);
    private @Nullable Severity suppressed;
    private final @Nullable EventCounts counts;
    private final Instant newestBefore;
    private Instant newestAt;
    private Instant appendedAt;
    private double lastValue;
    private long late;
    private long gaps;

    RuleStateMachine(AlertRule rule, Supplier<UUID> fingerprint, AlertState before) {
        this.fingerprint = fingerprint;
        definition = rule.definition();
        thresholds = definition.thresholds();
        evaluatedUntil = before.evaluatedUntil();
        closedUntil = before.closedUntil();
        alert = before.alert();
        suppressed = before.suppressed();
        counts = definition.condition() instanceof OfEvents events ? EventCounts.of(before, events) : null;
        newestBefore = before.newestAt();
        newestAt = newestBefore;
        appendedAt = before.appendedAt();
        lastValue = before.lastValue();
        since.putAll(before.since());
    }

    Evaluation result() {
        return new Evaluation(state(), transitions, late, gaps);
    }

    private AlertState state() {
        return new AlertState(
                evaluatedUntil,
                closedUntil,
                alert,
                since,
                suppressed,
                counts == null ? LogWindow.EMPTY : counts.window(),
                counts == null ? newestAt : EventCounts.instant(counts.newest()),
                counts == null ? appendedAt : EventCounts.instant(counts.appended()),
                lastValue);
    }

    /**
     * Evaluates a point of incoming observations.
     *
     * @param appended time when it entered the queue
     * @param isLate whether a stored point makes it late
     */
    void accept(Point point, Instant appended, boolean isLate) {
        switch (definition.condition()) {
            case OfSamples _, Scheduled _, OfRules _ -> sample(point, appended, isLate);
            case OfEvents _ -> events(point, appended, requireCounts());
            case NoData _ ->
                throw new IllegalArgumentException(
                        "rule: " + definition.name() + " (expected: a condition on incoming observations)");
        }
    }

    /**
     * Applies the changes that only the passing of time causes.
     *
     * @param now watermark
     */
    void elapse(Instant now) {
        if (definition.condition().isEvaluatedPerPoint()) {
            close(now);
            return;
        }
        if (counts == null) {
            applyDueRecoveries(now);
        } else {
            elapse(EventCounts.micros(now), counts);
        }
    }

    /** Applies what time alone changes before points that enter the queue from {@code appended} on. */
    private void close(Instant appended) {
        Optional<Duration> stale = definition.condition().staleAfter().filter(length -> isStale(length, appended));
        Instant until = stale.map(appendedAt::plus).orElse(appended);
        Instant last = applyDueRecoveries(state().finalUntil(until));
        closedUntil = last.isAfter(closedUntil) ? last : closedUntil;
        stale.ifPresent(
                length -> end(evaluatedUntil.plus(length), new Ending(Reason.STALE, "no samples for " + length)));
    }

    private boolean isStale(Duration length, Instant appended) {
        return appendedAt.isAfter(Instant.MIN) && !appendedAt.plus(length).isAfter(appended);
    }

    /** Ends the state as if the series had none, so that it does not matter whether its row is still there. */
    void end(Instant at, Ending ending) {
        resolve(at, ending);
        since.clear();
        suppressed = null;
        closedUntil = Instant.MIN;
    }

    /**
     * Evaluates an alert of another system. {@code since} of its severity is the time when it ends.
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
            if (alert != null) {
                alert = alert.counting(0, rank, thresholds.comparison());
                resolve(end, ExternalAlerts.ENDED);
            }
            return;
        }
        if (alert != null) {
            alert = alert.counting(1, rank, thresholds.comparison());
        } else if (isOpening(severity)) {
            suppressed = null;
            UUID id = AlertTransition.alertId(ExternalAlerts.opening(fingerprint.get(), point.at()), start);
            alert = new OpenAlert(id, start, severity, severity, 1, rank, rank.value(), start);
            add(alert, Kind.OPENED, start, null);
        }
        since.put(severity, end);
    }

    private void sample(Point point, Instant appended, boolean isLate) {
        if (evaluatedUntil.isAfter(Instant.MIN)) {
            close(appended);
        }
        if (isLate || isLate(point, appended) || !point.at().isAfter(closedUntil)) {
            late++;
            return;
        }
        if (point.at().isBefore(evaluatedUntil)) {
            correctClock(point.at());
        }
        applyDueRecoveries(point.at());
        // Subtracts from the point's time, because evaluatedUntil may be Instant.MIN.
        if (evaluatedUntil.isBefore(point.at().minus(definition.condition().maxGap()))) {
            Instant previous = evaluatedUntil;
            gaps += since.entrySet().stream()
                            .anyMatch(period -> !isReached(period.getKey())
                                    && period.getValue().equals(previous))
                    ? 1
                    : 0;
            since.keySet().removeIf(severity -> !isReached(severity));
        }
        if (!Signal.isAhead(point.at(), appended)) {
            closedUntil = Instant.MIN; // the point makes earlier ones late
        }
        evaluatedUntil = point.at();
        appendedAt = appended.truncatedTo(ChronoUnit.MICROS);
        newestAt = newestAt.isAfter(point.at()) ? newestAt : point.at();
        if (!Double.isNaN(point.value())) { // an undefined value decides nothing
            evaluate(point, 1);
        }
    }

    /** Whether the newest point before the batch makes a point late. */
    private boolean isLate(Point point, Instant appended) {
        return !newestBefore.isBefore(point.at())
                && (Signal.isAhead(point.at(), appended) || !Signal.isAhead(newestBefore, appended));
    }

    /** Moves running periods back by the time that the clock was ahead. */
    private void correctClock(Instant corrected) {
        Duration ahead = Duration.between(appendedAt, evaluatedUntil);
        since.replaceAll((severity, instant) -> {
            Instant moved = instant.minus(ahead);
            return moved.isAfter(corrected) ? corrected : moved;
        });
        evaluatedUntil = appendedAt.isAfter(corrected) ? corrected : appendedAt;
    }

    private EventCounts requireCounts() {
        if (counts == null) {
            throw new IllegalStateException("rule: " + definition.name() + " (expected: a logCount rule)");
        }
        return counts;
    }

    /**
     * Counts events of one instant. The counts that they change may open or escalate an alert at once. Everything else waits
     * until the counts are complete.
     */
    private void events(Point point, Instant appended, EventCounts counts) {
        elapse(EventCounts.micros(appended), counts);
        long at = EventCounts.micros(point.at());
        long events = (long) point.value();
        if (!counts.add(at, EventCounts.micros(appended), events)) {
            late++;
            return;
        }
        if (alert != null) {
            Point newest = point(counts.newest(), counts);
            alert = alert.counting(
                    thresholds.isExceededBy(newest.value()) ? events : 0, newest, thresholds.comparison());
        }
        rise(Math.max(at, counts.closedUntil()), at + counts.windowLength(), events, counts);
        complete(counts.closedUntil(), counts);
        counts.trim();
    }

    private void elapse(long watermark, EventCounts counts) {
        complete(counts.completeUntil(watermark), counts);
        if (counts.isEndedAt(watermark)) {
            counts.clear();
            suppressed = null;
        }
    }

    /** Evaluates the counts of a state with an alert or a suppression in time order, up to a time at which they are complete. */
    private void complete(long until, EventCounts counts) {
        boolean isEvaluated = false;
        while (alert != null || suppressed != null) {
            long change = counts.nextChange(EventCounts.micros(evaluatedUntil));
            long next = Math.min(change, dueRecovery());
            if (next > until) {
                break;
            }
            isEvaluated = true;
            evaluateCount(point(next, counts), next == change);
            if (alert == null && suppressed == null) {
                rise(next, Long.MAX_VALUE, 1, counts);
            } else if (alert != null && counts.isEvent(next)) {
                escalate(point(next, counts));
            }
        }
        if (alert != null && isEvaluated) {
            rise(EventCounts.micros(evaluatedUntil) + 1, Long.MAX_VALUE, 1, counts);
        }
    }

    private void escalate(Point point) {
        thresholds
                .highestExceededBy(point.value())
                .filter(severity -> !isReached(severity))
                .ifPresent(severity -> reach(severity, point, 1));
    }

    /** The time when the current severity is left; {@code Long.MAX_VALUE} if the count has not recovered. */
    private long dueRecovery() {
        Instant recoveredSince = alert == null ? null : since.get(alert.severity());
        return recoveredSince == null
                ? Long.MAX_VALUE
                : EventCounts.micros(recoveredSince.plus(definition.recovery().duration()));
    }

    /** @param isChange whether the count changes at this time; else, a recovery is due */
    private void evaluateCount(Point point, boolean isChange) {
        leaveRecovered(point);
        if (!isChange) {
            return;
        }
        lastValue = point.value();
        evaluatedUntil = point.at();
        if (!thresholds.isExceededBy(point.value())) {
            suppressed = null;
        }
        if (alert != null) {
            Point last = alert.last();
            alert = alert.counting(0, point, thresholds.comparison()).counting(0, last, thresholds.comparison());
        }
        for (Severity severity : evaluatedSeverities()) {
            if (isReached(severity) && definition.isRecovered(point.value(), severity)) {
                since.putIfAbsent(severity, point.at());
            } else {
                since.remove(severity);
            }
        }
        leaveRecovered(point);
    }

    /** Leaves the severities with a due recovery, with the count at that time. */
    private void leaveRecovered(Point point) {
        if (alert != null && dueRecovery() <= EventCounts.micros(point.at())) {
            alert = alert.counting(0, point, thresholds.comparison());
            applyDueRecoveries(point.at());
        }
    }

    /**
     * Opens or escalates an alert at the times of events with counts above a higher severity. An alert with a count that has
     * recovered in between waits for complete counts, since it may be resolved before.
     *
     * @param from first time, inclusive
     * @param until last time, exclusive
     * @param events number of events that are new
     */
    private void rise(long from, long until, long events, EventCounts counts) {
        boolean isOpened = false;
        for (int index = counts.indexFrom(from); index < counts.size() && counts.last(index) < until; index++) {
            Point point = point(counts.last(index), counts);
            Optional<Severity> highest = thresholds
                    .highestExceededBy(point.value())
                    .filter(severity -> !isReached(severity) && isOpening(severity));
            if (alert != null && isOpened && thresholds.isExceededBy(point.value())) {
                alert = alert.counting(counts.count(index), point, thresholds.comparison());
            }
            if (highest.isPresent() && point.at().isAfter(closedUntil) && isContinuous(point.at(), counts)) {
                isOpened |= alert == null;
                evaluatedUntil = point.at();
                lastValue = point.value();
                reach(highest.get(), point, counts.last(index) == from ? events : counts.count(index));
            }
        }
    }

    /** Whether the severity of an open alert has not recovered between the last evaluation and a later time. */
    private boolean isContinuous(Instant time, EventCounts counts) {
        if (alert == null) {
            return true;
        }
        Severity severity = alert.severity();
        if (since.containsKey(severity) || time.isBefore(evaluatedUntil)) {
            return false;
        }
        long end = EventCounts.micros(time);
        for (long fall = counts.nextFall(EventCounts.micros(evaluatedUntil));
                fall < end;
                fall = counts.nextFall(fall)) {
            if (definition.isRecovered(counts.countAt(fall), severity)) {
                return false;
            }
        }
        return true;
    }

    private static Point point(long time, EventCounts counts) {
        return new Point(EventCounts.instant(time), counts.countAt(time));
    }

    Instant evaluatedUntil() {
        return evaluatedUntil;
    }

    /** Records when the last data entered the queue, without which nothing is evaluated. */
    void appended(Instant at) {
        appendedAt = at;
    }

    /** Whether a value that was evaluated before would now open an alert, or change its severity. */
    boolean isChangedBy(double value) {
        Optional<Severity> severity = thresholds.highestExceededBy(value);
        return alert == null
                ? severity.filter(this::isOpening).isPresent()
                : !since.containsKey(alert.severity()) && !severity.equals(Optional.of(alert.severity()));
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
            Instant due = recoveredSince.plus(definition.recovery().duration());
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
        return recoveredSince != null
                && !recoveredSince.plus(definition.recovery().duration()).isAfter(due);
    }

    /** Evaluates a number against each severity threshold. */
    void evaluate(Point point, long occurrences) {
        applyDueRecoveries(point.at());
        lastValue = point.value();
        evaluatedUntil = point.at().isAfter(evaluatedUntil) ? point.at() : evaluatedUntil;
        if (!thresholds.isExceededBy(point.value())) {
            suppressed = null;
        }
        if (alert != null) {
            alert = alert.counting(
                    thresholds.isExceededBy(point.value()) ? occurrences : 0, point, thresholds.comparison());
        }
        for (Severity severity : evaluatedSeverities()) {
            boolean changing = isReached(severity)
                    ? definition.isRecovered(point.value(), severity)
                    : isOpening(severity) && thresholds.isExceededBy(point.value(), severity);
            if (changing) {
                since.putIfAbsent(severity, point.at());
            } else {
                since.remove(severity);
            }
        }
        applyDueRecoveries(point.at());
        highestDue(point.at()).ifPresent(severity -> reach(severity, point, occurrences));
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

    private void reach(Severity severity, Point point, long occurrences) {
        since.keySet().removeIf(other -> other.compareTo(severity) <= 0);
        if (alert == null) {
            suppressed = null;
            alert = new OpenAlert(
                    AlertTransition.alertId(fingerprint.get(), point.at()),
                    point.at(),
                    severity,
                    severity,
                    Math.max(1, occurrences),
                    point,
                    point.value(),
                    point.at());
            add(alert, Kind.OPENED, point.at(), null);
        } else {
            moveTo(severity, Kind.RAISED, point.at());
        }
    }

    /** Whether the severity is not suppressed by the manual resolution of an alert. */
    private boolean isOpening(Severity severity) {
        return suppressed == null || severity.compareTo(suppressed) > 0;
    }

    private boolean isReached(Severity severity) {
        return alert != null && severity.compareTo(alert.severity()) <= 0;
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
