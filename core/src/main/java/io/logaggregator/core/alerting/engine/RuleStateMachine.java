package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition.LogCount;
import io.logaggregator.core.alerting.rule.Condition.Silence;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One thing being judged by one rule: begins with a state, and ends with another. */
final class RuleStateMachine {

    private final AlertRule rule;
    private final RuleDefinition definition;
    private final SeverityThresholds ladder;
    private final Supplier<UUID> fingerprint;
    private final boolean changed;
    private final List<AlertTransition> transitions = new ArrayList<>();

    private Instant judgedUntil;
    private Instant settledUntil;
    private @Nullable OpenAlert alert;
    private final Map<Severity, Instant> since = new EnumMap<>(Severity.class);
    private boolean muted;
    private final SlidingCount counted;

    /** A rule that was changed begins its durations anew, and finds an alert on the step that comes nearest. */
    RuleStateMachine(AlertRule rule, Supplier<UUID> fingerprint, AlertState before) {
        this.rule = rule;
        this.fingerprint = fingerprint;
        definition = rule.definition();
        ladder = definition.ladder();
        judgedUntil = before.judgedUntil();
        settledUntil = before.settledUntil();
        alert = before.alert();
        muted = before.muted();
        counted = new SlidingCount(before.window());
        changed = before.ruleVersion() != rule.version();
        if (!changed) {
            since.putAll(before.since());
        } else if (alert != null) {
            follow(alert.severity());
        }
    }

    private void follow(Severity before) {
        Severity nearest = ladder.nearest(before);
        if (nearest != before) {
            moveTo(nearest, nearest.compareTo(before) > 0 ? Kind.RAISED : Kind.LOWERED, judgedUntil);
        }
    }

    Evaluation result() {
        return new Evaluation(
                new AlertState(rule.version(), judgedUntil, settledUntil, alert, since, muted, counted.window()),
                transitions);
    }

    /** A sample of a metric. */
    void sample(Point point) {
        if (!point.at().isAfter(judgedUntil)) {
            return;
        }
        settle(point.at());
        // Compared this way round, since nothing can be added to the least Instant there is.
        if (judgedUntil.isBefore(point.at().minus(Evaluator.LONGEST_GAP))) {
            since.keySet().removeIf(step -> !isReached(step));
        }
        judge(point, 1);
    }

    /** Events of the same instant. Those of a bucket that has left the window already are not counted any more. */
    void events(Point point, LogCount count) {
        Instant now = point.at().isAfter(judgedUntil) ? point.at() : judgedUntil;
        pass(now, count);
        long events = (long) point.value();
        if (counted.add(point.at(), events, count, now) && point.at().isAfter(settledUntil)) {
            judge(new Point(now, counted.sum()), events);
        }
    }

    /** Lets time go by for a window, which grows emptier without anybody saying so. */
    void pass(Instant now, LogCount count) {
        for (Optional<Instant> expiry = counted.nextExpiry(count);
                expiry.isPresent() && !expiry.get().isAfter(now);
                expiry = counted.nextExpiry(count)) {
            counted.dropOldest();
            if (expiry.get().isAfter(judgedUntil)) {
                judge(new Point(expiry.get(), counted.sum()), 0);
            }
        }
    }

    /**
     * Silence since an instant; what happened meanwhile happened when its time was up, not now. Only what a changed rule
     * makes of an alert happens now, also where its time would have been up long ago.
     */
    void silent(Instant lastSeen, Instant now, Silence silence) {
        if (lastSeen.isAfter(judgedUntil)) {
            judge(new Point(lastSeen, 0), 0);
        }
        if (!now.isBefore(lastSeen.plus(silence.forgetAfter()))) {
            forget(lastSeen.plus(silence.forgetAfter()));
            return;
        }
        if (changed && alert != null && now.isAfter(judgedUntil)) {
            judge(new Point(now, beyond(Duration.between(lastSeen, now).toMillis() / 1000.0)), 0);
        }
        for (double seconds : ladder.thresholds().values()) {
            Instant reached = lastSeen.plusMillis((long) (seconds * 1000));
            if (reached.isAfter(judgedUntil) && !reached.isAfter(now)) {
                judge(new Point(reached, beyond(seconds)), 1);
            }
        }
        settle(now);
    }

    /** Silence of exactly so many seconds is one of that step. */
    private static double beyond(double seconds) {
        return Math.nextUp(seconds);
    }

    private void forget(Instant at) {
        since.clear();
        muted = false;
        if (alert != null) {
            resolve(at, "not heard of for so long that it is no longer expected");
        }
    }

    /** Ends what has been recovered for long enough at an instant. */
    void settle(Instant now) {
        while (alert != null) {
            Severity step = alert.severity();
            Instant recoveredSince = since.get(step);
            if (recoveredSince == null) {
                return;
            }
            Instant due = recoveredSince.plus(definition.recovery().duration());
            if (due.isAfter(now)) {
                return;
            }
            leave(step, due);
        }
    }

    /** Leaves a step, and with it those below that are due at the same time: that is one transition. */
    private void leave(Severity step, Instant due) {
        Optional<Severity> next = Optional.of(step);
        do {
            since.remove(next.get());
            next = ladder.below(next.get());
        } while (next.filter(below -> isDueAt(below, due)).isPresent());
        if (next.isEmpty()) {
            resolve(due, "");
        } else {
            moveTo(next.get(), Kind.LOWERED, due);
        }
    }

    private boolean isDueAt(Severity step, Instant due) {
        Instant recoveredSince = since.get(step);
        return recoveredSince != null
                && !recoveredSince.plus(definition.recovery().duration()).isAfter(due);
    }

    /** Judges a number by each step of the ladder. */
    private void judge(Point point, long occurrences) {
        settle(point.at());
        judgedUntil = point.at().isAfter(judgedUntil) ? point.at() : judgedUntil;
        if (muted) {
            muted = ladder.isExceededBy(point.value());
            return;
        }
        if (alert != null) {
            alert = alert.counting(ladder.isExceededBy(point.value()) ? occurrences : 0, point, ladder.comparison());
        }
        for (Severity step : ladder.thresholds().keySet()) {
            boolean contrary = isReached(step)
                    ? definition.isRecovered(point.value(), step)
                    : ladder.isExceededBy(point.value(), step);
            if (contrary) {
                since.putIfAbsent(step, point.at());
            } else {
                since.remove(step);
            }
        }
        settle(point.at());
        highestDue(point.at()).ifPresent(step -> reach(step, point, occurrences));
    }

    private Optional<Severity> highestDue(Instant now) {
        Severity highest = null;
        for (Severity step : ladder.thresholds().keySet()) {
            Instant exceededSince = since.get(step);
            if (!isReached(step)
                    && exceededSince != null
                    && !exceededSince.plus(definition.holdFor()).isAfter(now)) {
                highest = step;
            }
        }
        return Optional.ofNullable(highest);
    }

    private void reach(Severity step, Point point, long occurrences) {
        since.keySet().removeIf(other -> other.compareTo(step) <= 0);
        if (alert == null) {
            alert = new OpenAlert(
                    AlertTransition.alertId(fingerprint.get(), point.at()),
                    point.at(),
                    step,
                    step,
                    Math.max(1, occurrences),
                    point,
                    point.value());
            add(alert, Kind.OPENED, point.at(), "");
        } else {
            moveTo(step, Kind.RAISED, point.at());
        }
    }

    private boolean isReached(Severity step) {
        return alert != null && step.compareTo(alert.severity()) <= 0;
    }

    private void moveTo(Severity step, Kind kind, Instant at) {
        if (alert != null) {
            alert = alert.at(step);
            add(alert, kind, at, "");
        }
    }

    private void resolve(Instant at, String comment) {
        if (alert != null) {
            Instant openedAt = alert.openedAt();
            add(alert, Kind.RESOLVED, at, comment);
            alert = null;
            since.clear();
            judgedUntil = at.isAfter(judgedUntil) ? at : judgedUntil;
            // What comes at the same instant is not late. Yet no other alert may begin when this one did: by that it is
            // known.
            settledUntil = openedAt.isBefore(judgedUntil) ? judgedUntil.minus(1, ChronoUnit.MICROS) : judgedUntil;
        }
    }

    private void add(OpenAlert of, Kind kind, Instant at, String comment) {
        transitions.add(new AlertTransition(
                of.id(),
                kind,
                at,
                of.severity(),
                of.highest(),
                of.last().value(),
                of.peak(),
                ladder.threshold(of.severity()),
                of.occurrences(),
                Actor.SYSTEM.name(),
                comment));
    }
}
