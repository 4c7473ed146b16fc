package io.logaggregator.core.alerting.kinds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.core.metrics.MetricFunction;
import io.logaggregator.core.observation.LogField;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionKindsTest {

    private static final Consumer<String> ANY_QUERY = query -> {};
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void write_returnsTheMembersOfTheKind() {
        assertThat(ConditionKinds.write(rule(new Threshold("m"), Comparison.BELOW)))
                .isEqualTo(Map.of(
                        "type",
                        "threshold",
                        "metric",
                        "m",
                        "fn",
                        "value",
                        "maxGap",
                        "PT5M",
                        "staleAfter",
                        "PT1H",
                        "evaluationDelay",
                        "PT0S",
                        "comparison",
                        "below"));
        assertThat(ConditionKinds.write(rule(
                        new LogCount("q", List.of(LogField.Standard.HOST), Duration.ofMinutes(5)), Comparison.ABOVE)))
                .isEqualTo(Map.of(
                        "type",
                        "logCount",
                        "query",
                        "q",
                        "groupBy",
                        List.of("host"),
                        "window",
                        "PT5M",
                        "allowedLateness",
                        "PT5M"));
        assertThat(ConditionKinds.write(rule(new NoData(NoData.Of.GROUP, Duration.ofDays(7)), Comparison.ABOVE)))
                .isEqualTo(Map.of("type", "noData", "of", "group", "forgetAfter", "PT168H", "alertExisting", false));
    }

    @Test
    void read_acceptsWhatWasWritten() {
        for (Condition condition : List.of(
                new Threshold("m"),
                new Threshold("m", SampleFunction.RATE),
                new Threshold("m", SampleFunction.VALUE, Duration.ofHours(2), Optional.of(Duration.ofDays(2))),
                new Threshold("m", SampleFunction.VALUE, Duration.ofHours(2), Optional.empty()),
                new Threshold("m", SampleFunction.VALUE, Duration.ofHours(2), Optional.empty(), Duration.ofSeconds(30)),
                new LogCount("", List.of(), Duration.ofMillis(10_500)),
                new LogCount(
                        "a AND b",
                        List.of(new LogField.Attribute("x,y"), LogField.Text.CORRELATION_ID),
                        Duration.ofDays(1)),
                new NoData(NoData.Of.HOST, Duration.ofMinutes(1), true),
                new Aggregate(
                        "m",
                        MetricFunction.P95,
                        List.of("host", "device"),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(2),
                        Duration.ZERO),
                new Change("m", Duration.ofMinutes(5), Duration.ofDays(7), Change.As.DELTA, MINUTE, Duration.ZERO),
                new Ratio(
                        "level:ERROR",
                        "a OR b",
                        List.of(LogField.Text.APPLICATION),
                        Duration.ofMinutes(5),
                        7,
                        MINUTE,
                        Duration.ofHours(1)),
                new Forecast("m", 0.95, Forecast.Direction.FALLING, Duration.ofHours(2), MINUTE))) {
            Comparison comparison = condition instanceof Forecast ? Comparison.BELOW : Comparison.ABOVE;
            Map<String, List<String>> members = textsOf(ConditionKinds.write(rule(condition, comparison)));

            assertThat(ConditionKinds.read(members, ANY_QUERY)).isEqualTo(condition);
            assertThat(ConditionKinds.comparison(members)).isEqualTo(comparison);
        }
    }

    @Test
    void composite_hasTheSeverityThresholdsOfItsMembers() {
        Composite composite =
                new Composite(Composite.Operator.AT_LEAST, List.of("a", "b", "c"), List.of("d"), 2, List.of("host"));
        Map<String, List<String>> members = Map.of(
                "type", List.of("composite"),
                "operator", List.of("atLeast"),
                "members", List.of("a", "b", "c"),
                "not", List.of("d"),
                "count", List.of("2"));

        assertThat(ConditionKinds.read(members, ANY_QUERY)).isEqualTo(composite);
        SeverityThresholds thresholds = ConditionKinds.thresholds(composite, members, Map.of());
        assertThat(thresholds.highestExceededBy(0)).isEmpty();
        for (Severity severity : Severity.values()) {
            assertThat(thresholds.highestExceededBy(composite.value(Map.of("a", Severity.LOW, "c", severity))))
                    .contains(severity);
        }
        RuleDefinition rule =
                new RuleDefinition("rule", "", true, composite, thresholds, MINUTE, Recovery.IMMEDIATE, Matchers.ALL);
        assertThat(ConditionKinds.read(textsOf(ConditionKinds.write(rule)), ANY_QUERY))
                .isEqualTo(composite);
        assertThatThrownBy(() -> rule(composite, Comparison.ABOVE))
                .hasMessage("severities: {HIGH=30.0} (expected: none in a composite rule: it has the severity of its"
                        + " members)");
    }

    @Test
    void interval_isAFifthOfTheWindow_byDefault() {
        assertThat(ConditionKinds.read(
                        Map.of("type", List.of("aggregate"), "metric", List.of("m"), "window", List.of("5m")),
                        ANY_QUERY))
                .isEqualTo(new Aggregate(
                        "m", MetricFunction.AVG, List.of(), Duration.ofMinutes(5), MINUTE, Duration.ofSeconds(30)));
        assertThat(ConditionKinds.read(
                        Map.of("type", List.of("change"), "metric", List.of("m"), "window", List.of("20s")), ANY_QUERY))
                .isEqualTo(new Change(
                        "m",
                        Duration.ofSeconds(20),
                        Duration.ofDays(1),
                        Change.As.RATIO,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30)));
    }

    @Test
    void read_rejectsSchedulesOutOfBounds() {
        assertRejected("condition.window", "window", "9s");
        assertRejected("condition.window", "window", "25h");
        assertRejected("condition.every", "every", "9s");
        assertRejected("condition.every", "every", "10500ms");
        assertRejected("condition.evaluationDelay", "evaluationDelay", "61m");
        assertThatThrownBy(() -> ConditionKinds.read(
                        Map.of(
                                "type", List.of("aggregate"),
                                "metric", List.of("m"),
                                "window", List.of("1h"),
                                "every", List.of("59s")),
                        ANY_QUERY))
                .hasMessage("condition.every: PT59S (expected: at least a sixtieth of the window, PT1H)");
    }

    private static void assertRejected(String field, String member, String value) {
        assertThatThrownBy(() -> ConditionKinds.read(
                        Map.of("type", List.of("aggregate"), "metric", List.of("m"), member, List.of(value)),
                        ANY_QUERY))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageStartingWith(field + ": ");
    }

    @Test
    void read_setsDefaults_forAbsentMembers() {
        assertThat(ConditionKinds.read(Map.of("type", List.of("NO_DATA")), ANY_QUERY))
                .isEqualTo(new NoData(NoData.Of.HOST, NoData.FORGET_AFTER));
        assertThat(ConditionKinds.read(Map.of("type", List.of("threshold"), "metric", List.of("m")), ANY_QUERY))
                .isEqualTo(new Threshold("m", SampleFunction.VALUE));
        assertThat(ConditionKinds.read(Map.of("type", List.of("log-count"), "window", List.of("1m")), ANY_QUERY))
                .isEqualTo(new LogCount("", List.of(), Duration.ofMinutes(1)));
        assertThat(ConditionKinds.comparison(Map.of())).isEqualTo(Comparison.ABOVE);
    }

    @Test
    void read_rejectsMembersOfOtherKinds() {
        assertThatThrownBy(() -> ConditionKinds.read(
                        Map.of("type", List.of("threshold"), "metric", List.of("m"), "groupBy", List.of("host")),
                        ANY_QUERY))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("condition.groupBy: [host] (expected: none in a threshold rule)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"silence", "Silence", "SILENCE"})
    void read_namesNoData_forItsFormerName(String name) {
        Map<String, List<String>> condition = Map.of("type", List.of(name));
        String message = "condition.type: " + name + " (expected: noData, its new name)";

        assertThatThrownBy(() -> ConditionKinds.read(condition, ANY_QUERY)).hasMessage(message);
        assertThatThrownBy(() -> ConditionKinds.comparison(condition)).hasMessage(message);
    }

    @Test
    void read_rejectsUnknownFunction() {
        assertThatThrownBy(() -> ConditionKinds.read(
                        Map.of("type", List.of("threshold"), "metric", List.of("m"), "fn", List.of("sum")), ANY_QUERY))
                .hasMessage("condition.fn: sum (expected: value, rate or increase)");
    }

    @Test
    void read_rejectsUnknownGroups() {
        assertThatThrownBy(() -> ConditionKinds.read(
                        Map.of("type", List.of("logCount"), "groupBy", List.of("host", "x")), ANY_QUERY))
                .hasMessage("condition.groupBy[1]: x (expected: host, level, application, component, environment,"
                        + " correlationId or attributes.<name>)");
    }

    @Test
    void read_checksQueries() {
        Consumer<String> noQuery = query -> {
            throw new InvalidDefinitionException("condition.query", query, "another query");
        };

        assertThatThrownBy(
                        () -> ConditionKinds.read(Map.of("type", List.of("logCount"), "query", List.of("x")), noQuery))
                .hasMessage("condition.query: x (expected: another query)");
    }

    private static Map<String, List<String>> textsOf(Map<String, Object> members) {
        return members.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        member -> member.getValue() instanceof List<?> list
                                ? list.stream().map(String::valueOf).toList()
                                : List.of(member.getValue().toString())));
    }

    private static RuleDefinition rule(Condition condition, Comparison comparison) {
        return new RuleDefinition(
                "rule",
                "",
                true,
                condition,
                new SeverityThresholds(comparison, Map.of(Severity.HIGH, 30.0)),
                Duration.ZERO,
                Recovery.IMMEDIATE,
                Matchers.ALL);
    }
}
