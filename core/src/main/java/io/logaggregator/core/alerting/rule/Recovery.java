package io.logaggregator.core.alerting.rule;

import static io.logaggregator.core.common.InvalidDefinitionException.require;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * Recovery threshold and period of a rule.
 *
 * @param threshold value at which the lowest severity has recovered; each other severity recovers at the same distance
 *     from its own threshold. Empty: the severity threshold itself
 * @param duration recovery period: how long the value must stay recovered
 */
public record Recovery(OptionalDouble threshold, Duration duration) {

    /** Recovers at the severity threshold, without a period. */
    public static final Recovery IMMEDIATE = new Recovery(OptionalDouble.empty(), Duration.ZERO);

    public Recovery {
        require(
                !duration.isNegative() && duration.compareTo(Duration.ofDays(1)) <= 0,
                "recovery.for",
                duration,
                "PT0S to PT24H");
    }
}
