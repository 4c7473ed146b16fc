package io.logaggregator.core.alerting.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.alert.AlertTransition.Ending;
import io.logaggregator.core.alerting.alert.AlertTransition.Reason;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Condition.LogCount;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.SampleFunction;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.observation.LogField;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** End of alerts by an edit; periods are tested with the evaluator. */
class RuleEditTest {

    private static final Condition CPU = new Threshold("cpu");
    private static final Condition LOGS = count("level:ERROR", 60, LogField.Standard.HOST);
    private static final Condition TOTAL = count("level:ERROR", 60);
    private static final Condition NO_DATA = new NoData(NoData.Of.HOST, Duration.ofDays(7));
    private static final Labels WEB = Labels.ofHost("web-1", Map.of("device", "sda"));

    @Test
    void narrowedHost_endsOnlyOthers() {
        for (Condition condition : List.of(CPU, LOGS, NO_DATA)) {
            assertThat(matchers(condition, host("*"), host("web*")).endOf(WEB, ""))
                    .isEmpty();
            assertThat(matchers(condition, host("*"), host("db*"))
                            .endOf(WEB, "")
                            .map(Ending::reason))
                    .contains(Reason.NOT_MATCHED);
        }
        assertThat(matchers(TOTAL, host("*"), host("db*")).endOf(Labels.NONE, ""))
                .isEmpty();
    }

    @Test
    void narrowedAttributes_endOnlyOthers() {
        assertThat(matchers(CPU, Matchers.ALL, device("sd*")).endOf(WEB, "")).isEmpty();
        assertThat(matchers(CPU, Matchers.ALL, device("nvme*")).endOf(WEB, "")).isPresent();
    }

    @Test
    void changedEnvironment_endsOnlyHostsOfOthers() {
        assertThat(matchers(CPU, environment("prod"), environment("*")).endOf(WEB, ""))
                .isEmpty();
        assertThat(matchers(CPU, environment("*"), environment("prod")).endOf(WEB, ""))
                .isPresent();
        assertThat(matchers(CPU, environment("*"), environment("prod")).endOf(WEB, "prod"))
                .isEmpty();
        assertThat(matchers(CPU, environment("*"), environment("prod")).endOf(WEB, "test"))
                .isPresent();
        Labels prod = new Labels(new TreeMap<>(Map.of("environment", "prod")));
        Condition grouped = count("level:ERROR", 60, LogField.Text.ENVIRONMENT);
        assertThat(matchers(grouped, environment("*"), environment("p*")).endOf(prod, ""))
                .isEmpty();
        assertThat(matchers(grouped, environment("*"), environment("test")).endOf(prod, ""))
                .isPresent();
    }

    @Test
    void changedWindow_keepsAlerts() {
        assertThat(conditions(LOGS, count("level:ERROR", 90, LogField.Standard.HOST))
                        .endOf(WEB, ""))
                .isEmpty();
        assertThat(conditions(NO_DATA, new NoData(NoData.Of.HOST, Duration.ofDays(1)))
                        .endOf(WEB, ""))
                .isEmpty();
    }

    @Test
    void changedGapAndEndOfSeries_keepAlerts() {
        assertThat(conditions(
                                CPU,
                                new Threshold(
                                        "cpu",
                                        SampleFunction.VALUE,
                                        Duration.ofHours(1),
                                        Optional.of(Duration.ofDays(2))))
                        .endOf(WEB, ""))
                .isEmpty();
    }

    @Test
    void otherNumbers_endAlerts() {
        assertThat(conditions(CPU, new Threshold("memory")).endOf(WEB, "").map(Ending::reason))
                .contains(Reason.RULE_CHANGED);
        assertThat(conditions(LOGS, count("level:WARN", 60, LogField.Standard.HOST))
                        .endOf(WEB, ""))
                .isPresent();
        assertThat(conditions(LOGS, TOTAL).endOf(WEB, "")).isPresent();
        assertThat(conditions(NO_DATA, new NoData(NoData.Of.GROUP, Duration.ofDays(7)))
                        .endOf(WEB, ""))
                .isPresent();
        assertThat(new RuleEdit(
                                definition(CPU, Comparison.ABOVE, Matchers.ALL, ""),
                                definition(CPU, Comparison.BELOW, Matchers.ALL, ""))
                        .endOf(WEB, ""))
                .isPresent();
    }

    @Test
    void disabledRule_endsAlerts() {
        RuleDefinition enabled = definition(CPU, Comparison.ABOVE, Matchers.ALL, "");

        assertThat(new RuleEdit(enabled, enabled.withEnabled(false))
                        .endOf(WEB, "")
                        .map(Ending::reason))
                .contains(Reason.RULE_DISABLED);
    }

    @Test
    void nameAndDescription_keepStates() {
        RuleDefinition before = definition(CPU, Comparison.ABOVE, Matchers.ALL, "");

        assertThat(new RuleEdit(before, definition(CPU, Comparison.ABOVE, Matchers.ALL, "corrected")).keepsStates())
                .isTrue();
        assertThat(new RuleEdit(before, before.withEnabled(false)).keepsStates())
                .isFalse();
    }

    private static RuleEdit matchers(Condition condition, Matchers before, Matchers after) {
        return new RuleEdit(
                definition(condition, Comparison.ABOVE, before, ""),
                definition(condition, Comparison.ABOVE, after, ""));
    }

    private static RuleEdit conditions(Condition before, Condition after) {
        return new RuleEdit(
                definition(before, Comparison.ABOVE, Matchers.ALL, ""),
                definition(after, Comparison.ABOVE, Matchers.ALL, ""));
    }

    private static RuleDefinition definition(
            Condition condition, Comparison comparison, Matchers matchers, String description) {
        return new RuleDefinition(
                "a rule",
                description,
                true,
                condition,
                new SeverityThresholds(comparison, Map.of(Severity.HIGH, 60.0)),
                Duration.ZERO,
                Recovery.IMMEDIATE,
                matchers);
    }

    private static Condition count(String query, int seconds, LogField... groupBy) {
        return new LogCount(query, List.of(groupBy), Duration.ofSeconds(seconds));
    }

    private static Matchers host(String pattern) {
        return new Matchers(new Glob(pattern), Glob.ANY, new TreeMap<>());
    }

    private static Matchers environment(String pattern) {
        return new Matchers(Glob.ANY, new Glob(pattern), new TreeMap<>());
    }

    private static Matchers device(String pattern) {
        return new Matchers(Glob.ANY, Glob.ANY, new TreeMap<>(Map.of("device", new Glob(pattern))));
    }
}
