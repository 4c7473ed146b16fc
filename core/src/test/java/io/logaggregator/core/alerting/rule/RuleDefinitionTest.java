package io.logaggregator.core.alerting.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.rule.Condition.Threshold;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RuleDefinitionTest {

    private static final BigDecimal GAP = new BigDecimal("0.17");

    @Test
    void valueAtRecoveryThreshold_hasRecovered() {
        for (int lowest = 1; lowest <= 100; lowest++) {
            for (int recovery = 1; recovery <= lowest; recovery++) {
                requireExact(Comparison.ABOVE, hundredths(lowest), hundredths(recovery));
                requireExact(Comparison.BELOW, hundredths(recovery), hundredths(lowest));
            }
        }
        for (int lowest = 1; lowest <= 100; lowest++) {
            for (int tenths = 0; tenths <= 10 * lowest; tenths++) {
                requireExact(Comparison.ABOVE, BigDecimal.valueOf(lowest), BigDecimal.valueOf(tenths, 1));
            }
        }
    }

    /** The lowest severity recovers at the recovery threshold, the highest at the same distance from its own. */
    private static void requireExact(Comparison comparison, BigDecimal lowest, BigDecimal recovery) {
        BigDecimal highest = comparison == Comparison.ABOVE ? lowest.add(GAP) : lowest.subtract(GAP);
        RuleDefinition rule = rule(comparison, lowest, highest, recovery);

        requireRecoversAt(rule, Severity.LOW, recovery);
        requireRecoversAt(rule, Severity.HIGH, highest.subtract(lowest).add(recovery));
    }

    private static void requireRecoversAt(RuleDefinition rule, Severity severity, BigDecimal expected) {
        double value = expected.doubleValue();
        boolean above = rule.thresholds().comparison() == Comparison.ABOVE;

        assertThat(rule.isRecovered(value, severity))
                .as("%s of %s at %s", severity, rule, value)
                .isTrue();
        assertThat(rule.isRecovered(above ? Math.nextUp(value) : Math.nextDown(value), severity))
                .as("%s of %s beyond %s", severity, rule, value)
                .isFalse();
    }

    @Test
    void withoutRecoveryThreshold_severityThresholdCounts() {
        RuleDefinition rule = new RuleDefinition(
                "a rule",
                "",
                true,
                new Threshold("cpu"),
                new SeverityThresholds(Comparison.ABOVE, Map.of(Severity.LOW, 0.1, Severity.HIGH, 0.3)),
                Duration.ZERO,
                Recovery.IMMEDIATE,
                Matchers.ALL);

        assertThat(rule.recoveryThreshold(Severity.LOW)).isEqualTo(0.1);
        assertThat(rule.recoveryThreshold(Severity.HIGH)).isEqualTo(0.3);
    }

    private static RuleDefinition rule(
            Comparison comparison, BigDecimal lowest, BigDecimal highest, BigDecimal recovery) {
        return new RuleDefinition(
                "a rule",
                "",
                true,
                new Threshold("cpu"),
                new SeverityThresholds(
                        comparison, Map.of(Severity.LOW, lowest.doubleValue(), Severity.HIGH, highest.doubleValue())),
                Duration.ZERO,
                new Recovery(OptionalDouble.of(recovery.doubleValue()), Duration.ZERO),
                Matchers.ALL);
    }

    private static BigDecimal hundredths(int number) {
        return BigDecimal.valueOf(number, 2);
    }
}
