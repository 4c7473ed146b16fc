package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.alert.AlertTransition.Ending;
import io.logaggregator.core.alerting.alert.AlertTransition.Reason;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.rule.Condition.OfEvents;
import io.logaggregator.core.alerting.rule.Condition.OfRules;
import io.logaggregator.core.alerting.rule.Condition.OfSamples;
import io.logaggregator.core.alerting.rule.Condition.Scheduled;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.state.AlertState;
import io.logaggregator.core.alerting.state.EventCounts;
import io.logaggregator.core.alerting.state.LogWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * State machine of one rule for one series: starts from a stored state, and determines which points change it and when. It
 * knows nothing of earlier thresholds: a {@link RuleEdit} has adapted the state.
 */
final class RuleStateMachine {

    private static final Ending FORGOTTEN =
            new Ending(Reason.FORGOTTEN, "no data for longer than forgetAfter: no longer expected");

    private final RuleDefinition definition;
    private final AlertLifecycle lifecycle;
    private final @Nullable EventCountEvaluator counting;
    private final Instant newestBefore;
    private Instant newestAt;
    private Instant appendedAt;
    private long late;
    private long gaps;

    RuleStateMachine(AlertRule rule, Supplier<UUID> fingerprint, AlertState before) {
        definition = rule.definition();
        lifecycle = new AlertLifecycle(rule, fingerprint, before);
        counting = definition.condition() instanceof OfEvents events
                ? new EventCountEvaluator(definition, EventCounts.of(before, events), lifecycle)
                : null;
        newestBefore = before.newestAt();
        newestAt = newestBefore;
        appendedAt = before.appendedAt();
    }

    Evaluation result() {
        return new Evaluation(state(), lifecycle.transitions(), late, gaps);
    }

    private AlertState state() {
        return counting == null ? lifecycle.state(LogWindow.EMPTY, newestAt, appendedAt) : counting.state();
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
            case OfEvents _ -> late += requireCounting().add(point, appended) ? 0 : 1;
            case NoData _ ->
                throw new IllegalArgumentException(
                        "rule: " + definition.name() + " (expected: a condition on incoming observations)");
        }
    }

    private EventCountEvaluator requireCounting() {
        if (counting == null) {
            throw new IllegalStateException("rule: " + definition.name() + " (expected: a logCount rule)");
        }
        return counting;
    }

    /** Evaluates an alert of another system as {@link AlertLifecycle#external}. */
    void external(Point point, Severity labelled, Instant start) {
        lifecycle.external(point, labelled, start);
    }

    /**
     * Applies the changes that only the passing of time causes.
     *
     * @param now watermark
     */
    void elapse(Instant now) {
        if (definition.condition().isEvaluatedPerPoint()) {
            close(now);
        } else if (counting == null) {
            lifecycle.applyDueRecoveries(now);
        } else {
            counting.elapse(now);
        }
    }

    /**
     * Evaluates the time without data. Each severity is reached at the time of its threshold, not at the time of the
     * evaluation. Only where an edit has changed the severity while no data arrives, that happens at the time of the
     * evaluation.
     */
    void elapse(NoData condition, Instant lastSeen, Instant now) {
        appendedAt = lastSeen;
        if (lastSeen.isAfter(lifecycle.evaluatedUntil())) {
            lifecycle.evaluate(new Point(lastSeen, 0), 0);
        }
        Instant forgotten = lastSeen.plus(condition.forgetAfter());
        if (!now.isBefore(forgotten)) {
            end(forgotten, FORGOTTEN);
            return;
        }
        for (double seconds : definition.thresholds().bySeverity().values()) {
            Instant reached = lastSeen.plus(NoData.duration(seconds));
            if (reached.isAfter(lifecycle.evaluatedUntil()) && !reached.isAfter(now)) {
                lifecycle.evaluate(new Point(reached, beyond(seconds)), 1);
            }
        }
        lifecycle.applyDueRecoveries(now);
        double elapsed = beyond(Duration.between(lastSeen, now).toMillis() / 1000.0);
        if (now.isAfter(lifecycle.evaluatedUntil()) && lifecycle.isChangedBy(elapsed)) {
            lifecycle.evaluate(new Point(now, elapsed), 0);
        }
    }

    /** The smallest value that exceeds a threshold: exactly the threshold reaches the severity. */
    private static double beyond(double seconds) {
        return Math.nextUp(seconds);
    }

    /** Ends the state, as {@link AlertLifecycle#end}. */
    void end(Instant at, Ending ending) {
        lifecycle.end(at, ending);
    }

    /** Applies what time alone changes before points that enter the queue from {@code appended} on. */
    private void close(Instant appended) {
        Optional<Duration> stale = definition.condition().staleAfter().filter(length -> isStale(length, appended));
        Instant until = stale.map(appendedAt::plus).orElse(appended);
        lifecycle.close(state().finalUntil(until));
        stale.ifPresent(length -> lifecycle.end(
                lifecycle.evaluatedUntil().plus(length), new Ending(Reason.STALE, "no samples for " + length)));
    }

    private boolean isStale(Duration length, Instant appended) {
        return appendedAt.isAfter(Instant.MIN) && !appendedAt.plus(length).isAfter(appended);
    }

    private void sample(Point point, Instant appended, boolean isLate) {
        if (lifecycle.evaluatedUntil().isAfter(Instant.MIN)) {
            close(appended);
        }
        if (isLate || isLate(point, appended) || !point.at().isAfter(lifecycle.closedUntil())) {
            late++;
            return;
        }
        if (point.at().isBefore(lifecycle.evaluatedUntil())) {
            lifecycle.correctClock(point.at(), appendedAt);
        }
        lifecycle.applyDueRecoveries(point.at());
        // Subtracts from the point's time, because evaluatedUntil may be Instant.MIN.
        if (lifecycle
                .evaluatedUntil()
                .isBefore(point.at().minus(definition.condition().maxGap()))) {
            gaps += lifecycle.endPendingPeriods() ? 1 : 0;
        }
        if (!Signal.isAhead(point.at(), appended)) {
            lifecycle.reopen(); // the point makes earlier ones late
        }
        lifecycle.evaluatedUntil(point.at());
        appendedAt = appended.truncatedTo(ChronoUnit.MICROS);
        newestAt = newestAt.isAfter(point.at()) ? newestAt : point.at();
        if (!Double.isNaN(point.value())) { // an undefined value decides nothing
            lifecycle.evaluate(point, 1);
        }
    }

    /** Whether the newest point before the batch makes a point late. */
    private boolean isLate(Point point, Instant appended) {
        return !newestBefore.isBefore(point.at())
                && (Signal.isAhead(point.at(), appended) || !Signal.isAhead(newestBefore, appended));
    }
}
