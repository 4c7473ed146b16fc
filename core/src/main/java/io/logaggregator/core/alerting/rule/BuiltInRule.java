package io.logaggregator.core.alerting.rule;

import io.logaggregator.core.alerting.rule.Condition.Threshold;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.UUID;

/**
 * A built-in rule. One threshold determines those of all severities. Computed in decimals, so that 80 percent gives
 * exactly 0.8, 0.9 and 0.97, and reads back as 80.
 */
public enum BuiltInRule {
    CPU_UTILIZATION(
            "00000000-0000-8000-8000-000000000001",
            "CPU utilization",
            "system.cpu.utilization",
            "The processors of this host are busy. The evidence shows which processes take critical of their time, and"
                    + " what changed in the minutes before."),
    MEMORY_UTILIZATION(
            "00000000-0000-8000-8000-000000000002",
            "Memory utilization",
            "system.memory.utilization",
            "This host is short of memory. The evidence shows which processes hold critical of it, and which of them have"
                    + " grown; when none is left, the system ends one of them."),
    PROCESS_COUNT(
            "00000000-0000-8000-8000-000000000003",
            "Process count",
            "system.process.count",
            "More processes run on this host than usual. Look for one that starts others without end, or for jobs that"
                    + " do not finish.");

    private static final BigDecimal HIGH_SHARE = new BigDecimal("0.5");
    private static final BigDecimal CRITICAL_SHARE = new BigDecimal("0.85");
    private static final BigDecimal RECOVERY_SHARE = new BigDecimal("0.95");
    private static final Duration RECOVERY_PERIOD = Duration.ofSeconds(15);

    private final UUID id;
    private final String ruleName;
    private final String metric;
    private final String description;

    BuiltInRule(String id, String ruleName, String metric, String description) {
        this.id = UUID.fromString(id);
        this.ruleName = ruleName;
        this.metric = metric;
        this.description = description;
    }

    /** The same in every installation. */
    public UUID id() {
        return id;
    }

    /** The rule as delivered. */
    public RuleDefinition definition(Thresholds thresholds) {
        return new RuleDefinition(
                ruleName,
                description,
                true,
                new Threshold(metric),
                severityThresholds(thresholds),
                Duration.ZERO,
                recovery(thresholds, RECOVERY_PERIOD),
                Matchers.ALL);
    }

    /** A modified rule with other thresholds. */
    public RuleDefinition with(Thresholds thresholds, RuleDefinition rule) {
        return new RuleDefinition(
                rule.name(),
                rule.description(),
                rule.enabled(),
                new Threshold(metric),
                severityThresholds(thresholds),
                rule.pendingPeriod(),
                recovery(thresholds, rule.recovery().duration()),
                rule.matchers());
    }

    private SeverityThresholds severityThresholds(Thresholds thresholds) {
        BigDecimal medium = lowest(thresholds);
        BigDecimal room = this == PROCESS_COUNT ? medium : BigDecimal.ONE.subtract(medium);
        BigDecimal critical = this == PROCESS_COUNT ? BigDecimal.ONE : CRITICAL_SHARE;
        return new SeverityThresholds(
                Comparison.ABOVE,
                Map.of(
                        Severity.MEDIUM, medium.doubleValue(),
                        Severity.HIGH, medium.add(room.multiply(HIGH_SHARE)).doubleValue(),
                        Severity.CRITICAL, medium.add(room.multiply(critical)).doubleValue()));
    }

    private Recovery recovery(Thresholds thresholds, Duration duration) {
        double threshold = lowest(thresholds).multiply(RECOVERY_SHARE).doubleValue();
        return new Recovery(OptionalDouble.of(threshold), duration);
    }

    /** In the unit of the metric. */
    private BigDecimal lowest(Thresholds thresholds) {
        return switch (this) {
            case CPU_UTILIZATION -> ratio(thresholds.cpuUsagePercent());
            case MEMORY_UTILIZATION -> ratio(thresholds.memoryUsagePercent());
            case PROCESS_COUNT -> BigDecimal.valueOf(thresholds.processCount());
        };
    }

    private static BigDecimal ratio(double percent) {
        return BigDecimal.valueOf(percent).movePointLeft(2);
    }
}
