package io.logaggregator.core.alerting.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.common.DuplicateNameException;
import io.logaggregator.core.common.Glob;
import io.logaggregator.testkit.fakes.FakeAlertRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInRulesTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Thresholds OTHER = new Thresholds(50, 99.5, 7);
    private static final Actor ANNA = new Actor("anna", "192.0.2.7", "request-1");

    private final AlertRules rules = new FakeAlertRules();

    @Test
    void thresholds_ofRatioApproachOne() {
        RuleDefinition cpu = BuiltInRule.CPU_UTILIZATION.definition(Thresholds.DEFAULT);

        assertThat(cpu.thresholds())
                .isEqualTo(new SeverityThresholds(
                        Comparison.ABOVE, Map.of(Severity.MEDIUM, 0.8, Severity.HIGH, 0.9, Severity.CRITICAL, 0.97)));
        assertThat(cpu.recovery()).isEqualTo(new Recovery(OptionalDouble.of(0.76), Duration.ofSeconds(15)));
    }

    @Test
    void thresholds_ofCountReachTwice() {
        RuleDefinition processes = BuiltInRule.PROCESS_COUNT.definition(Thresholds.DEFAULT);

        assertThat(processes.thresholds())
                .isEqualTo(new SeverityThresholds(
                        Comparison.ABOVE,
                        Map.of(Severity.MEDIUM, 1000.0, Severity.HIGH, 1500.0, Severity.CRITICAL, 2000.0)));
        assertThat(processes.recovery()).isEqualTo(new Recovery(OptionalDouble.of(950), Duration.ofSeconds(15)));
    }

    @Test
    void ensure_createsMissingRules() {
        BuiltInRules.ensure(rules, Thresholds.DEFAULT, NOON);

        assertThat(rules.list())
                .extracting(rule -> rule.definition().name())
                .containsExactly("CPU utilization", "Memory utilization", "Process count");
        assertThat(rules.list()).allMatch(rule -> rule.origin() == Origin.BUILT_IN);
        assertThat(BuiltInRules.thresholds(rules)).isEqualTo(Thresholds.DEFAULT);
    }

    @Test
    void ensure_keepsExistingRules() {
        BuiltInRules.ensure(rules, Thresholds.DEFAULT, NOON);
        BuiltInRules.change(rules, OTHER, ANNA, NOON);
        List<AlertRule> before = rules.list();

        BuiltInRules.ensure(rules, Thresholds.DEFAULT, NOON.plusSeconds(1));

        assertThat(rules.list()).isEqualTo(before);
    }

    @Test
    void ensure_mayRunConcurrently() throws Exception {
        List<Future<?>> instances = new ArrayList<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int instance = 0; instance < 8; instance++) {
                instances.add(executor.submit(() -> BuiltInRules.ensure(rules, Thresholds.DEFAULT, NOON)));
            }
        }

        for (Future<?> instance : instances) {
            instance.get();
        }
        assertThat(rules.version()).isEqualTo(3);
    }

    @Test
    void ensure_rejectsNameOfOtherRule() {
        RuleDefinition taken = BuiltInRule.MEMORY_UTILIZATION.definition(OTHER);
        rules.create(new UUID(7, 7), Origin.API, taken, ANNA, NOON);

        assertThatThrownBy(() -> BuiltInRules.ensure(rules, Thresholds.DEFAULT, NOON))
                .isInstanceOf(DuplicateNameException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 1, 7.7, 29, 33.3, 57.1, 80, 95.05, 99.999})
    void thresholds_areReadAsSet(double percent) {
        BuiltInRules.ensure(rules, Thresholds.DEFAULT, NOON);
        Thresholds thresholds = new Thresholds(percent, percent, 10_000_000);

        BuiltInRules.change(rules, thresholds, ANNA, NOON);

        assertThat(BuiltInRules.thresholds(rules)).isEqualTo(thresholds);
    }

    @Test
    void change_keepsEverythingButThresholds() {
        BuiltInRules.ensure(rules, Thresholds.DEFAULT, NOON);
        UUID id = BuiltInRule.CPU_UTILIZATION.id();
        RuleDefinition before = BuiltInRule.CPU_UTILIZATION.definition(Thresholds.DEFAULT);
        RuleDefinition own = new RuleDefinition(
                "Busy",
                "Call Anna",
                false,
                before.condition(),
                new SeverityThresholds(Comparison.ABOVE, Map.of(Severity.LOW, 0.2)),
                Duration.ofMinutes(3),
                new Recovery(OptionalDouble.empty(), Duration.ofMinutes(2)),
                new Matchers(new Glob("web-*"), Glob.ANY, new TreeMap<>()));
        rules.update(id, own, ANNA, NOON);

        BuiltInRules.change(rules, OTHER, ANNA, NOON);

        assertThat(rules.find(id).orElseThrow().definition())
                .isEqualTo(new RuleDefinition(
                        own.name(),
                        own.description(),
                        own.enabled(),
                        own.condition(),
                        new SeverityThresholds(
                                Comparison.ABOVE,
                                Map.of(Severity.MEDIUM, 0.5, Severity.HIGH, 0.75, Severity.CRITICAL, 0.925)),
                        own.pendingPeriod(),
                        new Recovery(OptionalDouble.of(0.475), own.recovery().duration()),
                        own.matchers()));
    }

    @Test
    void change_usesVersionOnlyForDifference() {
        BuiltInRules.ensure(rules, Thresholds.DEFAULT, NOON);

        BuiltInRules.change(rules, new Thresholds(79, 85, 1_000), ANNA, NOON);

        assertThat(rules.version()).isEqualTo(4);
    }
}
