package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition.LogCount;
import io.logaggregator.core.alerting.rule.Condition.Silence;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Judges. Pure: no clock, no I/O; the same state and the same points always give the same judgement, whether the points
 * come in one batch or in many, and whether or not {@link #elapse} was asked in between.
 *
 * <p>Each kind of rule makes numbers of what it watches, and each step of its ladder is judged alike: it is reached when
 * the number has been beyond its threshold for as long as the rule says, and left when it has been recovered for as long
 * as the rule says. The severity of an alert is the highest step reached; with the first it opens, with the last it is
 * resolved.
 *
 * <p>Time is that of the observations, and goes forward only:
 * <ul>
 *   <li>A sample that is not newer than the newest one judged is not judged. It is stored, but what a newer one has
 *       settled stays as it is; so a message that comes twice counts once. Events of a log count that come late are
 *       still counted while they are within the window, and open nothing that has been resolved since.
 *   <li>Samples further apart than {@link #LONGEST_GAP} say nothing of the time between: what they would have to
 *       exceed for a while begins anew. What was about to recover recovers, and what was open stays open.
 *   <li>A sample is judged at its own time, however late the batch in which it comes.
 * </ul>
 */
public final class Evaluator {

    /** Between two samples that belong together. */
    public static final Duration LONGEST_GAP = Duration.ofMinutes(5);

    private Evaluator() {}

    /** Judges what a batch says of one thing. */
    public static Evaluation judge(Signal signal, AlertState before) {
        RuleStateMachine judging = new RuleStateMachine(signal.rule(), signal::fingerprint, before);
        for (Point point : signal.points()) {
            switch (signal.rule().definition().condition()) {
                case Threshold _ -> judging.sample(point);
                case LogCount count -> judging.events(point, count);
                case Silence _ ->
                    throw new IllegalArgumentException("rule: "
                            + signal.rule().definition().name()
                            + " (expected: one that judges what comes in; silence is judged by silence())");
            }
        }
        return judging.result();
    }

    /**
     * Judges what time alone decides.
     *
     * @param now up to when all has been judged that came in
     */
    public static Evaluation elapse(AlertRule rule, UUID fingerprint, AlertState before, Instant now) {
        RuleStateMachine judging = new RuleStateMachine(rule, () -> fingerprint, before);
        if (rule.definition().condition() instanceof LogCount count) {
            judging.pass(now, count);
        }
        judging.settle(now);
        return judging.result();
    }

    /**
     * Judges the silence of a host or a group.
     *
     * @param lastSeen when it was heard of last
     * @param now up to when all has been judged that came in
     */
    public static Evaluation silence(AlertRule rule, Labels labels, AlertState before, Instant lastSeen, Instant now) {
        if (!(rule.definition().condition() instanceof Silence silence)) {
            throw new IllegalArgumentException("rule: " + rule.definition().name() + " (expected: a silence rule)");
        }
        RuleStateMachine judging = new RuleStateMachine(rule, () -> labels.fingerprint(rule.id()), before);
        judging.silent(lastSeen, now, silence);
        return judging.result();
    }
}
