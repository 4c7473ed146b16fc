package io.logaggregator.core.alerting.kinds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logaggregator.core.alerting.kinds.Composite.Operator;
import io.logaggregator.core.alerting.rule.Severity;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CompositeTest {

    private static final List<String> ALL = List.of("a", "b", "c");

    @Test
    void value_equalsDirectComputation_forAllFiringMembers() {
        for (Operator operator : Operator.values()) {
            for (int count = 1; count <= 3; count++) {
                Composite composite = new Composite(
                        operator, ALL, List.of("x", "y"), operator == Operator.AT_LEAST ? count : 0, List.of("host"));
                int needed = switch (operator) {
                    case AND -> 3;
                    case OR -> 1;
                    case AT_LEAST -> count;
                };
                for (int firing = 0; firing < 32; firing++) {
                    Map<String, Severity> alerts = new TreeMap<>();
                    for (int member = 0; member < 5; member++) {
                        if ((firing & (1 << member)) != 0) {
                            // the severity of a member is its number
                            alerts.put(List.of("a", "b", "c", "x", "y").get(member), Severity.values()[member % 4]);
                        }
                    }
                    int positive = Integer.bitCount(firing & 7);
                    boolean satisfied = positive >= needed && (firing & 24) == 0;

                    assertThat(composite.value(alerts))
                            .isEqualTo(satisfied ? Integer.SIZE - Integer.numberOfLeadingZeros(firing & 7) : 0);
                }
            }
        }
    }

    @Test
    void composite_rejectsContradictions() {
        assertThatThrownBy(() -> new Composite(Operator.AND, List.of(), List.of("x"), 0, List.of()))
                .hasMessageStartingWith("condition.members: none (expected: at least one rule that fires)");
        assertThatThrownBy(() -> new Composite(Operator.AND, List.of("a"), List.of("A"), 0, List.of()))
                .hasMessageStartingWith("condition.members");
        assertThatThrownBy(() -> new Composite(Operator.OR, List.of("a"), List.of(), 1, List.of()))
                .hasMessageStartingWith("condition.count: 1 (expected: none without the operator atLeast)");
        assertThatThrownBy(() -> new Composite(Operator.AT_LEAST, ALL, List.of(), 4, List.of()))
                .hasMessage("condition.count: 4 (expected: 1 to 3)");
        List<String> many =
                IntStream.range(0, 21).mapToObj(number -> "rule " + number).toList();
        assertThatThrownBy(() -> new Composite(Operator.OR, many, List.of(), 0, List.of()))
                .hasMessageEndingWith("(expected: at most 20 rules with those of not, each once)");
    }
}
