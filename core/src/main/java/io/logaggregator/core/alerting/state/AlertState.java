package io.logaggregator.core.alerting.state;

import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.rule.Condition.OfEvents;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * State of one rule for one series between two evaluations.
 *
 * @param evaluatedUntil time of the last evaluated point; of log counts, the time at which the count was last evaluated on
 *     complete data, or the last transition, which is later
 * @param closedUntil time up to which no point changes the state: of log counts, the last alert was resolved then; of
 *     samples, a transition that time alone caused
 * @param alert the open or acknowledged alert
 * @param since per severity, the start of the condition that would change it: for a severity that the alert has
 *     reached, the time since which the value is recovered; for another, the time since which its threshold is exceeded
 * @param suppressed severity of the alert that was resolved manually: no alert opens at it or below until the value has
 *     been normal once
 * @param window counted events; empty except for {@link OfEvents}
 * @param newestAt newest time of a point, which is later than the last one's if the clock of the sender was ahead
 * @param appendedAt time when the last evaluated point entered the queue; of events, the latest such time; without data, the
 *     time of the last ones
 * @param lastValue last evaluated value, so that an edit can compare it with new thresholds; not a number if it is unknown
 */
public record AlertState(
        Instant evaluatedUntil,
        Instant closedUntil,
        @Nullable OpenAlert alert,
        Map<Severity, Instant> since,
        @Nullable Severity suppressed,
        LogWindow window,
        Instant newestAt,
        Instant appendedAt,
        double lastValue) {

    /** Difference of clocks within which a sender is not ahead, and points on their way are awaited. */
    public static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

    public AlertState {
        since = Collections.unmodifiableMap(since.isEmpty() ? new EnumMap<>(Severity.class) : new EnumMap<>(since));
    }

    /** The state of a series that was not evaluated yet, or was normal up to {@code evaluatedUntil}. */
    public static AlertState inactive(Instant evaluatedUntil) {
        return new AlertState(
                evaluatedUntil,
                Instant.MIN,
                null,
                Map.of(),
                null,
                LogWindow.EMPTY,
                evaluatedUntil,
                evaluatedUntil,
                Double.NaN);
    }

    public Optional<OpenAlert> openAlert() {
        return Optional.ofNullable(alert);
    }

    /** Whether the state holds nothing that stored samples do not tell. */
    public boolean isInactive() {
        return alert == null
                && since.isEmpty()
                && suppressed == null
                && window.isEmpty()
                && (closedUntil.equals(Instant.MIN) || newestAt.equals(Instant.MIN));
    }

    /** This inactive state of a series with a stored sample at {@code newest}, which is not saved for each sample. */
    public AlertState withNewestSample(@Nullable Instant newest) {
        return newest == null || !newest.isAfter(newestAt)
                ? this
                : new AlertState(
                        evaluatedUntil, closedUntil, alert, since, suppressed, window, newest, appendedAt, lastValue);
    }

    /** Whether the state tells if the series has a sample up to a time; null for any. */
    public boolean knowsSamplesUntil(@Nullable Instant until) {
        return !isInactive() && (until == null || !newestAt.isAfter(until));
    }

    /**
     * The latest time that the sender's clock shows when it is {@code appended} by the queue, less the tolerance: what
     * time alone changes by then is final, since all earlier points have been read.
     */
    public Instant finalUntil(Instant appended) {
        return appended.minus(lag()).minus(CLOCK_TOLERANCE);
    }

    /** The time that the sender's clock shows at a time of the queue, at least that of the last point. */
    public Instant seriesTime(Instant appended) {
        Instant time = appended.equals(Instant.MIN) ? appended : appended.minus(lag());
        return time.isBefore(evaluatedUntil) ? evaluatedUntil : time;
    }

    /** Time that the last point took to the queue; zero if the sender's clock was ahead. */
    private Duration lag() {
        return appendedAt.isAfter(evaluatedUntil) ? Duration.between(evaluatedUntil, appendedAt) : Duration.ZERO;
    }

    /** The state after a manual resolution of the alert. */
    public AlertState resolvedManually() {
        Severity resolved = alert == null ? suppressed : alert.severity();
        Instant until = countedUntil();
        return new AlertState(until, until, null, Map.of(), resolved, window, newestAt, appendedAt, lastValue);
    }

    /** The time of the newest counted event, if that is later than the last evaluation: an edit or an action evaluates none. */
    public Instant countedUntil() {
        return !window.isEmpty() && newestAt.isAfter(evaluatedUntil) ? newestAt : evaluatedUntil;
    }

    /** The watermark of the next change that needs no further observation; empty if there is none. */
    public Optional<Instant> dueAt(RuleDefinition rule) {
        Instant recovery = alert == null || !since.containsKey(alert.severity())
                ? Instant.MAX
                : since.get(alert.severity()).plus(rule.recovery().duration());
        if (rule.condition().isEvaluatedPerPoint()) {
            return recovery.equals(Instant.MAX)
                    ? Optional.empty()
                    : Optional.of(recovery.plus(lag()).plus(CLOCK_TOLERANCE));
        }
        if (rule.condition() instanceof OfEvents events) {
            EventCounts counts = EventCounts.reading(this, events);
            long due = Math.min(dueCount(rule.thresholds(), counts), micros(recovery));
            return due == Long.MAX_VALUE ? Optional.empty() : Optional.of(EventCounts.instant(counts.watermarkOf(due)));
        }
        Instant due =
                rule.condition() instanceof NoData noData ? min(recovery, dueWithoutData(rule, noData)) : recovery;
        return due.equals(Instant.MAX) ? Optional.empty() : Optional.of(due);
    }

    /** The time of the next severity, or after which data are no longer expected; {@code Instant.MAX} if no alert opened. */
    private Instant dueWithoutData(RuleDefinition rule, NoData noData) {
        if (alert == null && suppressed == null) {
            return Instant.MAX;
        }
        Instant due = appendedAt.plus(noData.forgetAfter());
        for (Map.Entry<Severity, Double> severity :
                rule.thresholds().bySeverity().entrySet()) {
            Instant reached = appendedAt.plus(NoData.duration(severity.getValue()));
            if (reached.isAfter(evaluatedUntil) || mayRiseTo(severity.getKey())) {
                due = min(due, reached);
            }
        }
        return due;
    }

    /** Whether an evaluation changes the severity, or opens an alert, as soon as the value exceeds the threshold. */
    private boolean mayRiseTo(Severity severity) {
        return alert == null
                ? suppressed == null || severity.compareTo(suppressed) > 0
                : severity.compareTo(alert.severity()) > 0 && !since.containsKey(alert.severity());
    }

    private static Instant min(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static long micros(Instant due) {
        return due.equals(Instant.MAX) ? Long.MAX_VALUE : EventCounts.micros(due);
    }

    /** The next time whose count may change the state, once it is complete; {@code Long.MAX_VALUE} if there is none. */
    private long dueCount(SeverityThresholds thresholds, EventCounts counts) {
        long end = window.isEmpty() ? Long.MAX_VALUE : counts.end();
        if (alert == null && suppressed == null) {
            return end;
        }
        long until = EventCounts.micros(evaluatedUntil);
        Optional<Severity> highest = thresholds.highestExceededBy((double) counts.maxCountFrom(until + 1));
        boolean mayEscalate =
                alert != null && highest.isPresent() && highest.get().compareTo(alert.severity()) > 0;
        return Math.min(end, mayEscalate ? counts.nextChange(until) : counts.nextFall(until));
    }
}
