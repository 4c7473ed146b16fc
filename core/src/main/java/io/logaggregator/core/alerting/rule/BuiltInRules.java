package io.logaggregator.core.alerting.rule;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.common.DuplicateNameException;
import java.math.BigDecimal;
import java.time.Instant;

/** The {@link BuiltInRule}s among the rules in force, and their thresholds. */
public final class BuiltInRules {

    private BuiltInRules() {}

    /**
     * Makes those that are missing, and touches no other. Another instance may do the same at the same moment.
     *
     * @throws DuplicateNameException when some other rule has the name of one that is missing
     */
    public static void ensure(AlertRules rules, Thresholds initial, Instant now) {
        for (BuiltInRule rule : BuiltInRule.values()) {
            if (rules.find(rule.id()).isEmpty()) {
                create(rules, rule, initial, now);
            }
        }
    }

    private static void create(AlertRules rules, BuiltInRule rule, Thresholds initial, Instant now) {
        try {
            rules.create(rule.id(), Origin.BUILT_IN, rule.definition(initial), Actor.SYSTEM, now);
        } catch (DuplicateNameException e) {
            if (rules.find(rule.id()).isEmpty()) {
                throw e;
            }
        }
    }

    /**
     * The lowest threshold of each.
     *
     * @throws InvalidRuleException when somebody has given a rule one that {@link Thresholds} cannot say; {@link #change}
     *     sets it right
     */
    public static Thresholds thresholds(AlertRules rules) {
        return new Thresholds(
                percent(lowest(rules, BuiltInRule.CPU_UTILIZATION)),
                percent(lowest(rules, BuiltInRule.MEMORY_UTILIZATION)),
                Math.clamp(Math.round(lowest(rules, BuiltInRule.PROCESS_COUNT)), 0, Integer.MAX_VALUE));
    }

    private static double percent(double ratio) {
        return BigDecimal.valueOf(ratio).movePointRight(2).doubleValue();
    }

    private static double lowest(AlertRules rules, BuiltInRule rule) {
        return find(rules, rule).definition().ladder().lowest();
    }

    /**
     * Gives each the ladder and the recovery threshold that follow from new thresholds. Its name, its description, its
     * matchers, its durations, and whether it is on stay as they are.
     */
    public static void change(AlertRules rules, Thresholds thresholds, Actor actor, Instant now) {
        for (BuiltInRule rule : BuiltInRule.values()) {
            rules.update(rule.id(), rule.with(thresholds, find(rules, rule).definition()), actor, now);
        }
    }

    private static AlertRule find(AlertRules rules, BuiltInRule rule) {
        return rules.find(rule.id())
                .orElseThrow(
                        () -> new IllegalStateException("rule: " + rule + " is missing (expected: made at start)"));
    }
}
