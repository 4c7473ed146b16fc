package io.logaggregator.core.alerting.rule;

import java.time.Instant;
import java.util.UUID;

/**
 * A stored rule.
 *
 * @param version increases with every change of any rule, and so identifies the rule that was evaluated
 */
public record AlertRule(UUID id, long version, Origin origin, Instant updatedAt, RuleDefinition definition) {

    /** Source of a rule or a channel, which decides how it can be changed. */
    public enum Origin {
        /** Built in: its thresholds can be changed, and it can be disabled. */
        BUILT_IN,
        /** From the configuration, and only changed there. */
        PROVISIONED,
        /** Created over the API. */
        API
    }
}
