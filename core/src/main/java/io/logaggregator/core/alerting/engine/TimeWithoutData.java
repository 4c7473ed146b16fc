package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.alert.AlertTransition.Ending;
import io.logaggregator.core.alerting.alert.AlertTransition.Reason;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import java.time.Duration;
import java.time.Instant;

/**
 * Evaluates the time without data as points of a state machine. Each severity is reached at the time of its threshold, not at
 * the time of the evaluation. Only where an edit has changed the severity while no data arrives, that happens at the time of
 * the evaluation.
 */
record TimeWithoutData(NoData condition, SeverityThresholds thresholds, Instant lastSeen) {

    private static final Ending FORGOTTEN =
            new Ending(Reason.FORGOTTEN, "no data for longer than forgetAfter: no longer expected");

    void evaluate(RuleStateMachine machine, Instant now) {
        machine.appended(lastSeen);
        if (lastSeen.isAfter(machine.evaluatedUntil())) {
            machine.evaluate(new Point(lastSeen, 0), 0);
        }
        Instant forgotten = lastSeen.plus(condition.forgetAfter());
        if (!now.isBefore(forgotten)) {
            machine.end(forgotten, FORGOTTEN);
            return;
        }
        for (double seconds : thresholds.bySeverity().values()) {
            Instant reached = lastSeen.plus(NoData.duration(seconds));
            if (reached.isAfter(machine.evaluatedUntil()) && !reached.isAfter(now)) {
                machine.evaluate(new Point(reached, beyond(seconds)), 1);
            }
        }
        machine.applyDueRecoveries(now);
        double elapsed = beyond(Duration.between(lastSeen, now).toMillis() / 1000.0);
        if (now.isAfter(machine.evaluatedUntil()) && machine.isChangedBy(elapsed)) {
            machine.evaluate(new Point(now, elapsed), 0);
        }
    }

    /** The smallest value that exceeds a threshold: exactly the threshold reaches the severity. */
    private static double beyond(double seconds) {
        return Math.nextUp(seconds);
    }
}
