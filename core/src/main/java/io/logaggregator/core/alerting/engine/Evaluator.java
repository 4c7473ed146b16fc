package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.kinds.ExternalAlerts;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Condition.Silence;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.state.AlertState;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Evaluates rules. Pure: no clock, no I/O. The same state and the same points always give the same result, whether the
 * points come in one batch or in several, and whether or not {@link #elapse} was called in between.
 *
 * <p>A condition turns observations into numbers. Each severity of the rule is evaluated alike: it is reached when the
 * number has exceeded its threshold for the pending period, and left when the number has been recovered for the
 * recovery period. The severity of an alert is the highest one reached. The first severity reached opens the alert;
 * leaving the last one resolves it.
 *
 * <p>Time is the time of the observations, and only moves forward:
 * <ul>
 *   <li>A sample that is not newer than the newest evaluated one is stored, but not evaluated, so a duplicated message
 *       counts once. Late events of a log count still count while they are within the window, but do not reopen an
 *       alert that was resolved since.
 *   <li>A sample beyond the {@link Signal#horizon} of a later one came from a clock that was ahead. The later one is
 *       evaluated, and restarts pending periods.
 *   <li>A gap between samples longer than {@link #MAX_SAMPLE_GAP} restarts pending periods. Recovery periods continue,
 *       and an open alert stays open.
 *   <li>A rate or an increase needs a sample before, at most that gap older. Otherwise it is undefined and not evaluated.
 *   <li>A sample is evaluated at its own time, however late its batch arrives.
 * </ul>
 */
public final class Evaluator {

    /** Maximum distance of consecutive samples within a pending period. */
    public static final Duration MAX_SAMPLE_GAP = Condition.MAX_GAP;

    private Evaluator() {}

    /** Evaluates the points of one series in a batch. */
    public static Evaluation evaluate(Signal signal, AlertState before) {
        RuleStateMachine machine = new RuleStateMachine(signal.rule(), signal::fingerprint, before);
        if (signal.rule().definition().condition() instanceof ExternalAlerts.OfSamples) {
            Severity severity = ExternalAlerts.severity(signal.labels());
            signal.points().forEach(point -> machine.external(point, severity));
        } else {
            signal.points().forEach(point -> machine.accept(point, signal.horizon()));
        }
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
     * Evaluates the silence of a host or a group.
     *
     * @param lastSeen time of the newest observation
     * @param now watermark: all observations up to then are evaluated
     */
    public static Evaluation evaluateSilence(
            AlertRule rule, Labels labels, AlertState before, Instant lastSeen, Instant now) {
        if (!(rule.definition().condition() instanceof Silence silence)) {
            throw new IllegalArgumentException("rule: " + rule.definition().name() + " (expected: a silence rule)");
        }
        RuleStateMachine machine = new RuleStateMachine(rule, () -> labels.fingerprint(rule.id()), before);
        machine.silence(lastSeen, now, silence);
        return machine.result();
    }
}
