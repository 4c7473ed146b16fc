package io.logaggregator.testkit.oracle;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.rule.Severity;
import java.time.Instant;

/**
 * A transition of one subject.
 *
 * @param openedAt of the alert, which identifies it
 */
public record ExpectedTransition(AlertTransition.Kind kind, Severity severity, Instant at, Instant openedAt) {

    @Override
    public String toString() {
        return kind + " " + severity + " " + at + " of " + openedAt;
    }
}
