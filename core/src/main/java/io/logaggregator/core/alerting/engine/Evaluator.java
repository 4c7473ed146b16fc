package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.kinds.ExternalAlerts;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.state.AlertState;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import java.util.function.IntPredicate;

/**
 * Evaluates rules. Pure: no clock, no I/O. The same state and the same points always give the same result, whether the
 * points come in one batch or in several, and whether or not {@link #elapse} was called in between.
 *
 * <p>A condition turns observations into numbers. Each severity of the rule is evaluated alike: it is reached when the
 * number has exceeded its threshold for the pending period, and left when the number has been recovered for the
 * recovery period. The severity of an alert is the highest one reached. The first severity reached opens the alert;
 * leaving the last one resolves it.
 *
 * <p>Points are evaluated in the order of arrival, at their own time:
 * <ul>
 *   <li>A sample is late if an earlier one of its series has the same time or a newer one, up to {@link
 *       AlertState#CLOCK_TOLERANCE} after it entered the queue; or any newer one, if it is ahead of that itself. Late samples
 *       are stored, but not evaluated, so a duplicated message counts once, and one sample of a clock that was ahead does
 *       not hide those after the correction. Late events of a log count still count while they are within the window, but
 *       do not reopen an alert that was resolved since.
 *   <li>A gap between samples longer than {@link Condition#maxGap} restarts pending periods. Recovery periods continue,
 *       and an open alert stays open. After a corrected clock, periods move back by the time that it was ahead.
 *   <li>A rate or an increase needs a sample before, at most that gap older. Otherwise it is undefined and
 *       not evaluated.
 *   <li>A recovery period ends at its due time once the watermark, less the lag of the series, has passed it. Points up to
 *       then do not change the state any more.
 *   <li>A state ends {@link Condition#staleAfter} after its last point, once no further one has entered the queue by then.
 * </ul>
 */
public final class Evaluator {

    private Evaluator() {}

    /** Evaluates the points of one series in a batch. */
    public static Evaluation evaluate(Signal signal, AlertState before) {
        return evaluate(signal, before, _ -> false);
    }

    /**
     * Evaluates the points of one series in a batch.
     *
     * @param isLate whether a stored point makes the point of an index late
     */
    static Evaluation evaluate(Signal signal, AlertState before, IntPredicate isLate) {
        RuleStateMachine machine = new RuleStateMachine(signal.rule(), signal::fingerprint, before);
        if (signal.rule().definition().condition() instanceof ExternalAlerts.OfSamples external) {
            Severity severity = external.severity(signal.labels());
            signal.points().forEach(point -> machine.external(point, severity, signal.startOf(point)));
            return machine.result();
        }
        List<Point> points = signal.points();
        BitSet late = signal.latePoints();
        for (int index = 0; index < points.size(); index++) {
            machine.accept(points.get(index), signal.appendedAt().get(index), late.get(index) || isLate.test(index));
        }
        return machine.result();
    }

    /** Ends a state that the rule no longer matches. */
    static Evaluation end(Signal signal, AlertState before, Instant at) {
        RuleStateMachine machine = new RuleStateMachine(signal.rule(), signal::fingerprint, before);
        machine.end(at, RuleEdit.NOT_MATCHED);
        return machine.result();
    }

    /**
     * Applies the changes that only the passing of time causes.
     *
     * @param now watermark: all observations up to then are evaluated
     */
    public static Evaluation elapse(AlertRule rule, UUID fingerprint, AlertState before, Instant now) {
        RuleStateMachine machine = new RuleStateMachine(rule, () -> fingerprint, before);
        machine.elapse(now);
        return machine.result();
    }

    /**
     * Evaluates the time without data of a host or a group.
     *
     * @param lastSeen time of the newest observation
     * @param now watermark: all observations up to then are evaluated
     */
    public static Evaluation evaluateNoData(
            AlertRule rule, Labels labels, AlertState before, Instant lastSeen, Instant now) {
        if (!(rule.definition().condition() instanceof NoData noData)) {
            throw new IllegalArgumentException("rule: " + rule.definition().name() + " (expected: a noData rule)");
        }
        RuleStateMachine machine = new RuleStateMachine(rule, () -> labels.fingerprint(rule), before);
        machine.elapse(noData, lastSeen, now);
        return machine.result();
    }
}
