package io.logaggregator.core.alerting.state;

import io.logaggregator.core.alerting.rule.Condition.OfEvents;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * State of one rule for one series between two evaluations.
 *
 * @param evaluatedUntil time of the newest evaluated point; older samples are not evaluated
 * @param lastResolvedAt time up to which log counts open no other alert, because the last alert was resolved then. Only
 *     of {@link OfEvents}
 * @param alert the open or acknowledged alert
 * @param since per severity, the start of the condition that would change it: for a severity that the alert has
 *     reached, the time since which the value is recovered; for another, the time since which its threshold is exceeded
 * @param suppressed severity of the alert that was resolved manually: no alert opens at it or below until the value has
 *     been normal once
 * @param window counted events; empty except for {@link OfEvents}
 */
public record AlertState(
        Instant evaluatedUntil,
        Instant lastResolvedAt,
        @Nullable OpenAlert alert,
        Map<Severity, Instant> since,
        @Nullable Severity suppressed,
        LogWindow window) {

    public AlertState {
        since = Collections.unmodifiableMap(since.isEmpty() ? new EnumMap<>(Severity.class) : new EnumMap<>(since));
    }

    /** The state of a series that was not evaluated yet, or was normal up to {@code evaluatedUntil}. */
    public static AlertState inactive(Instant evaluatedUntil) {
        return new AlertState(evaluatedUntil, Instant.MIN, null, Map.of(), null, LogWindow.EMPTY);
    }

    public Optional<OpenAlert> openAlert() {
        return Optional.ofNullable(alert);
    }

    /** Whether the state holds nothing but the time of the last evaluation. */
    public boolean isInactive() {
        return alert == null && since.isEmpty() && suppressed == null && window.isEmpty();
    }

    /** The state after a manual resolution of the alert. */
    public AlertState resolvedManually() {
        Severity resolved = alert == null ? suppressed : alert.severity();
        return new AlertState(evaluatedUntil, evaluatedUntil, null, Map.of(), resolved, window);
    }

    /** The time of the next change that needs no further observation; empty if there is none. */
    public Optional<Instant> dueAt(RuleDefinition rule) {
        Instant recovery = alert == null || !since.containsKey(alert.severity())
                ? Instant.MAX
                : since.get(alert.severity()).plus(rule.recovery().duration());
        Instant expiry = rule.condition() instanceof OfEvents events
                ? window.nextExpiry(events.window()).orElse(Instant.MAX)
                : Instant.MAX;
        Instant due = recovery.isBefore(expiry) ? recovery : expiry;
        return due.equals(Instant.MAX) ? Optional.empty() : Optional.of(due);
    }
}
