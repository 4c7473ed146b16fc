package io.logaggregator.core.alerting.engine;

import static io.logaggregator.core.alerting.engine.EvaluatedSeries.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.SampleFunction;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.common.Glob;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Rules E1 to E9: each edit in each state. The rule HIGH 100 with a pending and a recovery period of 20 s is edited at 31 s. From
 * 35 s on the value is 150 every 5 s, or else 50. A cell has the transitions of both cases.
 */
class EditMatrixTest {

    private static final Map<Severity, Double> HIGH = Map.of(Severity.HIGH, 100.0);
    private static final Matchers ALL = Matchers.ALL;
    private static final Condition LOAD = new Threshold("load");
    private static final RuleDefinition RULE = rule("", true, LOAD, Comparison.ABOVE, HIGH, 20, 80, 20, ALL);

    private enum State {
        INACTIVE,
        PENDING,
        FIRING,
        RECOVERING,
        SUPPRESSED;

        private EvaluatedSeries series() {
            EvaluatedSeries series = new EvaluatedSeries(RULE);
            return switch (this) {
                case INACTIVE -> series.then(30, 50);
                case PENDING -> series.then(25, 50).then(30, 150);
                case FIRING -> series.then(0, 150).then(20, 150).then(30, 150);
                case RECOVERING -> series.then(0, 150).then(20, 150).then(30, 50);
                case SUPPRESSED ->
                    series.then(0, 150).then(20, 150).resolvedManually().then(30, 150);
            };
        }
    }

    /** An edit, and the expected transitions of each state: O opened, E escalated, D de-escalated, R resolved. */
    private record Edit(String name, RuleDefinition after, List<String> cells) {

        private Edit(String name, RuleDefinition after, String... cells) {
            this(name, after, List.of(cells));
        }

        List<String> actual() {
            return Stream.of(State.values()).map(this::cell).toList();
        }

        private String cell(State state) {
            return new RuleEdit(RULE, after)
                    .endOf(Labels.ofHost("web-1", Map.of()), "")
                    .map(ending -> ending.reason().name())
                    .orElseGet(() -> continued(state, 150) + " / " + continued(state, 50));
        }

        private String continued(State state, double value) {
            EvaluatedSeries series = state.series();
            int before = series.transitions().size();
            series.edited(at(31), after);
            List<AlertTransition> edit = List.copyOf(
                    series.transitions().subList(before, series.transitions().size()));
            assertThat(edit)
                    .as(name + ' ' + state)
                    .extracting(AlertTransition::kind)
                    .doesNotContain(Kind.OPENED, Kind.RAISED);
            for (int second = 35; second <= 100; second += 5) {
                series.then(second, value);
            }
            List<AlertTransition> after =
                    series.transitions().subList(before, series.transitions().size());
            if (before > 0 && after.stream().noneMatch(one -> one.kind() == Kind.OPENED)) {
                assertThat(series.transitions())
                        .as(name + ' ' + state)
                        .extracting(AlertTransition::alertId)
                        .containsOnly(series.transitions().getFirst().alertId());
            }
            return after.isEmpty()
                    ? "-"
                    : String.join(" ", after.stream().map(Edit::shown).toList());
        }

        private static String shown(AlertTransition transition) {
            String kind = switch (transition.kind()) {
                case OPENED -> "O";
                case RAISED -> "E";
                case LOWERED -> "D";
                case ACKNOWLEDGED -> "A";
                case RESOLVED -> "R";
            };
            return kind
                    + Duration.between(EvaluatedSeries.NOON, transition.at()).toSeconds();
        }
    }

    private static final Edit[] EDITS = {
        new Edit(
                "E1 description",
                rule("x", true, LOAD, Comparison.ABOVE, HIGH, 20, 80, 20, ALL),
                "O55 / -",
                "O50 / -",
                "- / R55",
                "- / R50",
                "- / -"),
        new Edit("E2 longer pending period", periods(40, 80, 20), "O75 / -", "O70 / -", "- / R55", "- / R50", "- / -"),
        new Edit("E2 shorter pending period", periods(10, 80, 20), "O45 / -", "O40 / -", "- / R55", "- / R50", "- / -"),
        new Edit("E2 longer recovery period", periods(20, 80, 40), "O55 / -", "O50 / -", "- / R75", "- / R70", "- / -"),
        new Edit(
                "E2 shorter recovery period",
                periods(20, 80, 0),
                "O55 / -",
                "O50 / -",
                "- / R35",
                "R31 O55 / R31",
                "- / -"),
        new Edit(
                "E2 maximum gap, end of series",
                condition(new Threshold("load", SampleFunction.VALUE, Duration.ofHours(1), Optional.empty())),
                "O55 / -",
                "O50 / -",
                "- / R55",
                "- / R50",
                "- / -"),
        new Edit(
                "E3 tightened",
                thresholds(Map.of(Severity.HIGH, 90.0)),
                "O55 / -",
                "O50 / -",
                "- / R55",
                "- / R50",
                "- / -"),
        new Edit(
                "E3 severity added",
                thresholds(Map.of(Severity.HIGH, 100.0, Severity.CRITICAL, 140.0)),
                "O55 / -",
                "O50 E55 / -",
                "E55 / R55",
                "E55 / R50",
                "O55 / -"),
        new Edit(
                "E4 relaxed, still exceeded",
                thresholds(Map.of(Severity.HIGH, 120.0)),
                "O55 / -",
                "O50 / -",
                "- / R55",
                "- / R50",
                "- / -"),
        new Edit(
                "E4 relaxed, no longer exceeded",
                thresholds(Map.of(Severity.HIGH, 200.0)),
                "- / -",
                "- / -",
                "- / R55",
                "- / R50",
                "- / -"),
        new Edit(
                "E4 severity replaced by a lower one",
                thresholds(Map.of(Severity.MEDIUM, 90.0)),
                "O55 / -",
                "O50 / -",
                "D31 / D31 R55",
                "D50 / D50 R55",
                "- / -"),
        new Edit(
                "E4 severity renamed",
                thresholds(Map.of(Severity.CRITICAL, 100.0)),
                "O55 / -",
                "O50 / -",
                "E55 / R55",
                "E55 / R50",
                "O55 / -"),
        new Edit("E5 easier recovery", periods(20, 90, 20), "O55 / -", "O50 / -", "- / R55", "- / R50", "- / -"),
        new Edit("E5 stricter recovery", periods(20, 60, 20), "O55 / -", "O50 / -", "- / R55", "- / R55", "- / -"),
        new Edit("E6 matching", host("web-*"), "O55 / -", "O50 / -", "- / R55", "- / R50", "- / -"),
        new Edit("E6 not matching", host("db-*"), Collections.nCopies(5, "NOT_MATCHED")),
        new Edit("E8 metric", condition(new Threshold("swap")), Collections.nCopies(5, "RULE_CHANGED")),
        new Edit(
                "E8 comparison",
                rule("", true, LOAD, Comparison.BELOW, HIGH, 20, 120, 20, ALL),
                Collections.nCopies(5, "RULE_CHANGED")),
        new Edit(
                "E9 disabled",
                rule("", false, LOAD, Comparison.ABOVE, HIGH, 20, 80, 20, ALL),
                Collections.nCopies(5, "RULE_DISABLED")),
    };

    @Test
    void everyState_hasTheExpectedTransitionsAfterEveryEdit() {
        Map<String, List<String>> expected = new TreeMap<>();
        Map<String, List<String>> actual = new TreeMap<>();
        for (Edit edit : EDITS) {
            expected.put(edit.name, edit.cells);
            actual.put(edit.name, edit.actual());
        }

        assertThat(actual).isEqualTo(expected);
    }

    private static RuleDefinition rule(
            String description,
            boolean enabled,
            Condition condition,
            Comparison comparison,
            Map<Severity, Double> thresholds,
            int pendingSeconds,
            double recoveryThreshold,
            int recoverySeconds,
            Matchers matchers) {
        return new RuleDefinition(
                "load",
                description,
                enabled,
                condition,
                new SeverityThresholds(comparison, thresholds),
                Duration.ofSeconds(pendingSeconds),
                new Recovery(OptionalDouble.of(recoveryThreshold), Duration.ofSeconds(recoverySeconds)),
                matchers);
    }

    private static RuleDefinition thresholds(Map<Severity, Double> thresholds) {
        return rule("", true, LOAD, Comparison.ABOVE, thresholds, 20, 80, 20, ALL);
    }

    private static RuleDefinition condition(Condition condition) {
        return rule("", true, condition, Comparison.ABOVE, HIGH, 20, 80, 20, ALL);
    }

    private static RuleDefinition periods(int pendingSeconds, double recoveryThreshold, int recoverySeconds) {
        return rule("", true, LOAD, Comparison.ABOVE, HIGH, pendingSeconds, recoveryThreshold, recoverySeconds, ALL);
    }

    private static RuleDefinition host(String pattern) {
        return rule(
                "",
                true,
                LOAD,
                Comparison.ABOVE,
                HIGH,
                20,
                80,
                20,
                new Matchers(new Glob(pattern), Glob.ANY, new TreeMap<>()));
    }
}
