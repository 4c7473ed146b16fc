package io.logaggregator.testkit.oracle;

import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The transitions of a no-data rule without a recovery period for one host. */
public final class NoDataOracle {

    private NoDataOracle() {}

    /**
     * Returns the transitions until the end.
     *
     * @param messages append times in order
     */
    public static List<ExpectedTransition> transitions(RuleDefinition rule, List<Instant> messages, Instant end) {
        List<ExpectedTransition> transitions = new ArrayList<>();
        for (int index = 0; index < messages.size(); index++) {
            boolean isLast = index == messages.size() - 1;
            Instant next = isLast ? end : messages.get(index + 1);
            Instant openedAt = null;
            Severity severity = Severity.LOW;
            for (Map.Entry<Severity, Double> step :
                    rule.thresholds().bySeverity().entrySet()) {
                Instant reached = messages.get(index).plus(Duration.ofMillis(Math.round(step.getValue() * 1000)));
                if (!reached.isAfter(next)) {
                    severity = step.getKey();
                    Kind kind = openedAt == null ? Kind.OPENED : Kind.RAISED;
                    openedAt = openedAt == null ? reached : openedAt;
                    transitions.add(new ExpectedTransition(kind, severity, reached, openedAt));
                }
            }
            if (openedAt != null && !isLast) {
                transitions.add(new ExpectedTransition(Kind.RESOLVED, severity, next, openedAt));
            }
        }
        return transitions;
    }
}
