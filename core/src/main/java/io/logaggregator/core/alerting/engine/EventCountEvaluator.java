package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.alerting.state.AlertState;
import io.logaggregator.core.alerting.state.EventCounts;
import io.logaggregator.core.alerting.state.OpenAlert;
import java.time.Instant;
import java.util.Optional;

/**
 * Evaluates the counts of the events of one group. Counts that new events change may open or escalate the alert at once.
 * Everything else waits until the counts are complete. Not thread-safe.
 */
final class EventCountEvaluator {

    private final RuleDefinition definition;
    private final SeverityThresholds thresholds;
    private final EventCounts counts;
    private final AlertLifecycle lifecycle;

    EventCountEvaluator(RuleDefinition definition, EventCounts counts, AlertLifecycle lifecycle) {
        this.definition = definition;
        thresholds = definition.thresholds();
        this.counts = counts;
        this.lifecycle = lifecycle;
    }

    AlertState state() {
        return lifecycle.state(
                counts.window(), EventCounts.instant(counts.newest()), EventCounts.instant(counts.appended()));
    }

    /** Counts events of one instant. Returns whether they are not late. */
    boolean add(Point point, Instant appended) {
        elapse(appended);
        long at = EventCounts.micros(point.at());
        long events = (long) point.value();
        if (!counts.add(at, EventCounts.micros(appended), events)) {
            return false;
        }
        if (lifecycle.alert() != null) {
            Point newest = point(counts.newest());
            lifecycle.count(thresholds.isExceededBy(newest.value()) ? events : 0, newest);
        }
        rise(Math.max(at, counts.closedUntil()), at + counts.windowLength(), events);
        complete(counts.closedUntil());
        counts.trim();
        return true;
    }

    /** Evaluates the counts that are complete at a watermark. */
    void elapse(Instant now) {
        long watermark = EventCounts.micros(now);
        complete(counts.completeUntil(watermark));
        if (counts.isEndedAt(watermark)) {
            counts.clear();
            lifecycle.unsuppress();
        }
    }

    /** Evaluates the counts of a state with an alert or a suppression in time order, up to a time at which they are complete. */
    private void complete(long until) {
        boolean isEvaluated = false;
        while (!lifecycle.isNormal()) {
            long change = counts.nextChange(EventCounts.micros(lifecycle.evaluatedUntil()));
            long next = Math.min(change, dueRecovery());
            if (next > until) {
                break;
            }
            isEvaluated = true;
            evaluate(point(next), next == change);
            if (lifecycle.isNormal()) {
                rise(next, Long.MAX_VALUE, 1);
            } else if (lifecycle.alert() != null && counts.isEvent(next)) {
                escalate(point(next));
            }
        }
        if (lifecycle.alert() != null && isEvaluated) {
            rise(EventCounts.micros(lifecycle.evaluatedUntil()) + 1, Long.MAX_VALUE, 1);
        }
    }

    private void escalate(Point point) {
        thresholds
                .highestExceededBy(point.value())
                .filter(severity -> !lifecycle.isReached(severity))
                .ifPresent(severity -> lifecycle.reach(severity, point, 1));
    }

    /** The time when the current severity is left; {@code Long.MAX_VALUE} if the count has not recovered. */
    private long dueRecovery() {
        return lifecycle.dueRecovery().map(EventCounts::micros).orElse(Long.MAX_VALUE);
    }

    /** @param isChange whether the count changes at this time; else, a recovery is due */
    private void evaluate(Point point, boolean isChange) {
        leaveRecovered(point);
        if (!isChange) {
            return;
        }
        lifecycle.evaluated(point.at(), point.value());
        OpenAlert alert = lifecycle.alert();
        if (alert != null) {
            lifecycle.count(0, point);
            lifecycle.count(0, alert.last());
        }
        lifecycle.evaluateRecoveries(point);
        leaveRecovered(point);
    }

    /** Leaves the severities with a due recovery, with the count at that time. */
    private void leaveRecovered(Point point) {
        if (dueRecovery() <= EventCounts.micros(point.at())) {
            lifecycle.count(0, point);
            lifecycle.applyDueRecoveries(point.at());
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
    private void rise(long from, long until, long events) {
        boolean isOpened = false;
        for (int index = counts.indexFrom(from); index < counts.size() && counts.last(index) < until; index++) {
            Point point = point(counts.last(index));
            Optional<Severity> highest = thresholds
                    .highestExceededBy(point.value())
                    .filter(severity -> !lifecycle.isReached(severity) && lifecycle.isOpening(severity));
            if (isOpened && thresholds.isExceededBy(point.value())) {
                lifecycle.count(counts.count(index), point);
            }
            if (highest.isPresent() && point.at().isAfter(lifecycle.closedUntil()) && isContinuous(point.at())) {
                isOpened |= lifecycle.alert() == null;
                lifecycle.evaluated(point.at(), point.value());
                lifecycle.reach(highest.get(), point, counts.last(index) == from ? events : counts.count(index));
            }
        }
    }

    /** Whether the severity of an open alert has not recovered between the last evaluation and a later time. */
    private boolean isContinuous(Instant time) {
        OpenAlert alert = lifecycle.alert();
        if (alert == null) {
            return true;
        }
        if (lifecycle.isRecovering() || time.isBefore(lifecycle.evaluatedUntil())) {
            return false;
        }
        long end = EventCounts.micros(time);
        for (long fall = counts.nextFall(EventCounts.micros(lifecycle.evaluatedUntil()));
                fall < end;
                fall = counts.nextFall(fall)) {
            if (definition.isRecovered(counts.countAt(fall), alert.severity())) {
                return false;
            }
        }
        return true;
    }

    private Point point(long time) {
        return new Point(EventCounts.instant(time), counts.countAt(time));
    }
}
