package io.logaggregator.core.alerting.rule;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.common.DuplicateNameException;
import io.logaggregator.core.common.InvalidDefinitionException;
import java.math.BigDecimal;
import java.time.Instant;

/** Creates the {@link BuiltInRule}s, and reads and changes their thresholds. */
public final class BuiltInRules {

    private BuiltInRules() {}

    /**
     * Creates missing built-in rules. Other instances may do the same concurrently.
     *
     * @throws DuplicateNameException when another rule has the name of a missing one
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
     * The lowest threshold of each rule.
     *
     * @throws InvalidDefinitionException when a rule has a threshold outside the range of {@link Thresholds}; {@link #change}
     *     repairs it
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
        return find(rules, rule).definition().thresholds().lowest();
    }

    /** Sets the severity thresholds and the recovery threshold of each rule. Everything else stays unchanged. */
    public static void change(AlertRules rules, Thresholds thresholds, Actor actor, Instant now) {
        for (BuiltInRule rule : BuiltInRule.values()) {
            rules.update(rule.id(), rule.with(thresholds, find(rules, rule).definition()), actor, now);
        }
    }

    private static AlertRule find(AlertRules rules, BuiltInRule rule) {
        return rules.find(rule.id())
                .orElseThrow(() -> new DuplicateNameException(
                        "rule", rule.definition(Thresholds.DEFAULT).name())); // which kept it from being created
    }
}
