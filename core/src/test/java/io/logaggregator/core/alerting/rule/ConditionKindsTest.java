package io.logaggregator.core.alerting.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logaggregator.core.alerting.rule.Condition.LogCount;
import io.logaggregator.core.alerting.rule.Condition.Silence;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.core.observation.LogField;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConditionKindsTest {

    private static final Consumer<String> ANY_QUERY = query -> {};

    @Test
    void write_returnsTheMembersOfTheKind() {
        assertThat(ConditionKinds.write(rule(new Threshold("m"), Comparison.BELOW)))
                .isEqualTo(Map.of("type", "threshold", "metric", "m", "fn", "value", "comparison", "below"));
        assertThat(ConditionKinds.write(rule(
                        new LogCount("q", List.of(LogField.Standard.HOST), Duration.ofMinutes(5)), Comparison.ABOVE)))
                .isEqualTo(Map.of("type", "logCount", "query", "q", "groupBy", List.of("host"), "window", "PT5M"));
        assertThat(ConditionKinds.write(rule(new Silence(Silence.Of.GROUP, Duration.ofDays(7)), Comparison.ABOVE)))
                .isEqualTo(Map.of("type", "silence", "of", "group", "forgetAfter", "PT168H"));
    }

    @Test
    void read_acceptsWhatWasWritten() {
        for (Condition condition : List.of(
                new Threshold("m"),
                new Threshold("m", SampleFunction.RATE),
                new LogCount("", List.of(), Duration.ofMillis(10_500)),
                new LogCount(
                        "a AND b",
                        List.of(new LogField.Attribute("x,y"), LogField.Text.CORRELATION_ID),
                        Duration.ofDays(1)),
                new Silence(Silence.Of.HOST, Duration.ofMinutes(1)))) {
            Map<String, List<String>> members = textsOf(ConditionKinds.write(rule(condition, Comparison.ABOVE)));

            assertThat(ConditionKinds.read(members, ANY_QUERY)).isEqualTo(condition);
            assertThat(ConditionKinds.comparison(members)).isEqualTo(Comparison.ABOVE);
        }
    }

    @Test
    void read_setsDefaults_forAbsentMembers() {
        assertThat(ConditionKinds.read(Map.of("type", List.of("SILENCE")), ANY_QUERY))
                .isEqualTo(new Silence(Silence.Of.HOST, Silence.FORGET_AFTER));
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
