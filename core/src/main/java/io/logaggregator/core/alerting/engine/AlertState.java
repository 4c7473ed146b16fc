package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered between two judgements of one thing by one rule.
 *
 * @param ruleVersion of the rule that judged last
 * @param judgedUntil nothing older is judged any more
 * @param settledUntil until when the last alert was; events that old open no other. Only of {@link Condition.LogCount}
 * @param alert the alert that is open or acknowledged
 * @param since for each step of the ladder since when the contrary of what it is now has held: for a step that has been
 *     reached, since when it has recovered; for another, since when it has been exceeded
 * @param muted resolved by hand: nothing is opened until the trouble was over once
 * @param window the events counted; empty but for {@link Condition.LogCount}
 */
public record AlertState(
        long ruleVersion,
        Instant judgedUntil,
        Instant settledUntil,
        @Nullable OpenAlert alert,
        Map<Severity, Instant> since,
        boolean muted,
        LogWindow window) {

    public AlertState {
        since = Collections.unmodifiableMap(since.isEmpty() ? new EnumMap<>(Severity.class) : new EnumMap<>(since));
    }

    /** The state of what has not been judged yet, or was found in good order up to an instant. */
    public static AlertState calm(long ruleVersion, Instant judgedUntil) {
        return new AlertState(ruleVersion, judgedUntil, Instant.MIN, null, Map.of(), false, LogWindow.EMPTY);
    }

    public Optional<OpenAlert> openAlert() {
        return Optional.ofNullable(alert);
    }

    /** Whether nothing of it needs to be remembered but until when was judged. */
    public boolean isAtRest() {
        return alert == null && since.isEmpty() && !muted && window.isEmpty();
    }

    /** The state after a person resolved the alert. */
    public AlertState resolvedByHand() {
        return new AlertState(ruleVersion, judgedUntil, judgedUntil, null, Map.of(), true, window);
    }

    /** When something happens by itself, without another observation; empty if never. */
    public Optional<Instant> dueAt(RuleDefinition rule) {
        Instant recovery = alert == null || !since.containsKey(alert.severity())
                ? Instant.MAX
                : since.get(alert.severity()).plus(rule.recovery().duration());
        Instant expiry = rule.condition() instanceof Condition.LogCount count
                ? window.nextExpiry(count.window()).orElse(Instant.MAX)
                : Instant.MAX;
        Instant due = recovery.isBefore(expiry) ? recovery : expiry;
        return due.equals(Instant.MAX) ? Optional.empty() : Optional.of(due);
    }
}
