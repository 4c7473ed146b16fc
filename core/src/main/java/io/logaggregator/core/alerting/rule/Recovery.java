package io.logaggregator.core.alerting.rule;

import static io.logaggregator.core.alerting.rule.InvalidRuleException.require;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * When trouble counts as over.
 *
 * @param threshold a value at or within which the lowest step of the ladder has recovered; each other step recovers at
 *     the same distance from its own threshold. Empty: the threshold itself
 * @param duration how long it must have been so
 */
public record Recovery(OptionalDouble threshold, Duration duration) {

    /** At once, at the threshold. */
    public static final Recovery IMMEDIATE = new Recovery(OptionalDouble.empty(), Duration.ZERO);

    public Recovery {
        require(
                !duration.isNegative() && duration.compareTo(Duration.ofDays(1)) <= 0,
                "recovery.for",
                duration,
                "PT0S to PT24H");
    }
}
