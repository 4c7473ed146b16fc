package io.logaggregator.core.alerting.state;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.rule.AlertRule;
import java.util.UUID;

/**
 * A series, a group or a host that a rule evaluates: it has one state.
 *
 * @param fingerprint of rule and labels
 */
public record AlertSubject(UUID ruleId, String ruleName, Labels labels, UUID fingerprint) {

    public AlertSubject(AlertRule rule, Labels labels) {
        this(rule.id(), rule.definition().name(), labels, labels.fingerprint(rule));
    }
}
