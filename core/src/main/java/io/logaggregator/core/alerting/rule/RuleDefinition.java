package io.logaggregator.core.alerting.rule;

import static io.logaggregator.core.alerting.rule.InvalidRuleException.require;

import io.logaggregator.core.alerting.rule.Condition.LogCount;
import io.logaggregator.core.alerting.rule.Condition.Silence;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import java.time.Duration;

/**
 * A rule as people write it. Making one throws {@link InvalidRuleException} where a part makes no sense, or does not go
 * with the others.
 *
 * @param name unique among rules
 * @param description what to do about it; may be empty
 * @param holdFor how long a threshold must have been exceeded before it counts; only for {@link Threshold}
 */
public record RuleDefinition(
        String name,
        String description,
        boolean enabled,
        Condition condition,
        SeverityThresholds ladder,
        Duration holdFor,
        Recovery recovery,
        Matchers matchers) {

    private static final int LONGEST_NAME = 100;

    public RuleDefinition {
        require(
                !name.isBlank() && name.length() <= LONGEST_NAME && name.equals(name.strip()),
                "name",
                name.isBlank() ? "nothing" : name,
                "1 to " + LONGEST_NAME + " characters, without space around");
        require(!holdFor.isNegative() && holdFor.compareTo(Duration.ofDays(1)) <= 0, "for", holdFor, "PT0S to PT24H");
        recovery.threshold().ifPresent(value -> {
            require(Double.isFinite(value), "recovery.threshold", value, "a finite number");
            require(
                    !ladder.isExceededBy(value),
                    "recovery.threshold",
                    value,
                    (ladder.comparison() == Comparison.ABOVE ? "at most " : "at least ") + ladder.lowest()
                            + ", where trouble begins");
        });
        switch (condition) {
            case Threshold _ -> {}
            case LogCount _ -> {
                requireRising(ladder, "logCount");
                requireAtOnce(holdFor, "logCount", "make the window longer");
                require(ladder.lowest() >= 0, "severities", ladder.lowest(), "0 or more events");
                requireNoAttributes(matchers, "put them into the query");
            }
            case Silence(var _, var forgetAfter) -> {
                requireRising(ladder, "silence");
                requireAtOnce(holdFor, "silence", "severities say how long");
                require(
                        recovery.threshold().isEmpty(),
                        "recovery.threshold",
                        recovery.threshold(),
                        "none in a silence rule: it is over with the first sign of life");
                require(
                        ladder.lowest() >= 1 && ladder.highest() < forgetAfter.toSeconds(),
                        "severities",
                        ladder.thresholds(),
                        "1 second or more, and less than forgetAfter, " + forgetAfter.toSeconds() + " seconds");
                requireNoAttributes(matchers, "silence knows hosts only");
                require(
                        matchers.environment().isAny(),
                        "matchers.environment",
                        matchers.environment().pattern(),
                        "none in a silence rule: it knows hosts only");
            }
        }
    }

    private static void requireRising(SeverityThresholds ladder, String kind) {
        require(
                ladder.comparison() == Comparison.ABOVE,
                "condition.comparison",
                ladder.comparison(),
                "ABOVE in a " + kind + " rule");
    }

    private static void requireAtOnce(Duration holdFor, String kind, String advice) {
        require(holdFor.isZero(), "for", holdFor, "none in a " + kind + " rule: " + advice);
    }

    private static void requireNoAttributes(Matchers matchers, String advice) {
        require(
                matchers.attributes().isEmpty(),
                "matchers.attributes",
                matchers.attributes().keySet(),
                "none: " + advice);
    }

    /**
     * Whether a value is far enough back for a step to recover: beyond the recovery threshold by the step's own distance
     * from the lowest.
     */
    public boolean isRecovered(double value, Severity step) {
        double gap = recovery.threshold().isPresent()
                ? ladder.lowest() - recovery.threshold().getAsDouble()
                : 0;
        return !ladder.comparison().exceeds(value, ladder.threshold(step) - gap);
    }

    /** The same rule, switched on or off. */
    public RuleDefinition withEnabled(boolean on) {
        return new RuleDefinition(name, description, on, condition, ladder, holdFor, recovery, matchers);
    }

    /** Whether the other watches the same things in the same way, but for thresholds and durations. */
    public boolean watchesAs(RuleDefinition other) {
        return condition.equals(other.condition)
                && matchers.equals(other.matchers)
                && ladder.comparison() == other.ladder.comparison();
    }
}
