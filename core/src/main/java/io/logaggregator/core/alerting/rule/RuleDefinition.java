package io.logaggregator.core.alerting.rule;

import static io.logaggregator.core.common.InvalidDefinitionException.require;

import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.core.common.NameText;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * Definition of a rule. The constructor throws {@link InvalidDefinitionException} when a field is invalid or contradicts
 * another.
 *
 * @param name unique among rules
 * @param description advice for the reader of the alert; may be empty
 * @param thresholds severity thresholds
 * @param pendingPeriod how long a threshold must be exceeded before the severity is reached; none for log counts and no data
 * @param notifies whether channels are notified of its alerts; a member of a composite may leave that to the composite
 */
public record RuleDefinition(
        String name,
        String description,
        boolean enabled,
        Condition condition,
        SeverityThresholds thresholds,
        Duration pendingPeriod,
        Recovery recovery,
        Matchers matchers,
        boolean notifies) {

    private static final int MAX_NAME_LENGTH = 100;

    public RuleDefinition {
        require(
                !name.isBlank() && name.length() <= MAX_NAME_LENGTH && name.equals(name.strip()),
                "name",
                name.isBlank() ? "empty" : name,
                "1 to " + MAX_NAME_LENGTH + " characters, without leading or trailing spaces");
        require(NameText.isValid(name), "name", NameText.escaped(name), "text without control characters");
        require(
                !pendingPeriod.isNegative() && pendingPeriod.compareTo(Duration.ofDays(1)) <= 0,
                "for",
                pendingPeriod,
                "PT0S to PT24H");
        recovery.threshold().ifPresent(value -> {
            require(Double.isFinite(value), "recovery.threshold", value, "a finite number");
            require(
                    !thresholds.isExceededBy(value),
                    "recovery.threshold",
                    value,
                    (thresholds.comparison() == Comparison.ABOVE ? "at most " : "at least ") + thresholds.lowest()
                            + ", the lowest severity threshold");
        });
        condition.validate(thresholds, pendingPeriod, recovery, matchers);
    }

    /** A rule that notifies. */
    public RuleDefinition(
            String name,
            String description,
            boolean enabled,
            Condition condition,
            SeverityThresholds thresholds,
            Duration pendingPeriod,
            Recovery recovery,
            Matchers matchers) {
        this(name, description, enabled, condition, thresholds, pendingPeriod, recovery, matchers, true);
    }

    /** Whether a value has recovered from a severity. Every value has recovered from a severity higher than all in use. */
    public boolean isRecovered(double value, Severity severity) {
        return thresholds.isAboveAll(severity) || !thresholds.comparison().exceeds(value, recoveryThreshold(severity));
    }

    /**
     * The value at which a severity has recovered: the recovery threshold, shifted by the distance of the severity's
     * threshold from the lowest one. Computed in decimals, so that 0.97 with a recovery of 0.75 instead of 0.8 gives
     * exactly 0.92.
     */
    public double recoveryThreshold(Severity severity) {
        double threshold = thresholds.threshold(severity);
        if (recovery.threshold().isEmpty()) {
            return threshold;
        }
        BigDecimal distance = BigDecimal.valueOf(thresholds.lowest())
                .subtract(BigDecimal.valueOf(recovery.threshold().getAsDouble()));
        return BigDecimal.valueOf(threshold).subtract(distance).doubleValue();
    }

    /** This rule, enabled or disabled. */
    public RuleDefinition withEnabled(boolean on) {
        return new RuleDefinition(
                name, description, on, condition, thresholds, pendingPeriod, recovery, matchers, notifies);
    }

    /** Whether another definition gives the same alerts: all but name, description and notification are equal. */
    public boolean isEvaluatedLike(RuleDefinition other) {
        return equals(new RuleDefinition(
                name,
                description,
                other.enabled,
                other.condition,
                other.thresholds,
                other.pendingPeriod,
                other.recovery,
                other.matchers,
                notifies));
    }
}
