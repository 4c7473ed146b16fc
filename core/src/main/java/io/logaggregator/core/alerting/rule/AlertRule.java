package io.logaggregator.core.alerting.rule;

import java.time.Instant;
import java.util.UUID;

/**
 * A rule that is in force.
 *
 * @param version rises with every change of any rule, so that it tells apart what was judged by which
 */
public record AlertRule(UUID id, long version, Origin origin, Instant updatedAt, RuleDefinition definition) {

    /** Who has the say over a rule or a channel. */
    public enum Origin {
        /** Comes with the program; its thresholds can be changed, and it can be switched off. */
        BUILT_IN,
        /** From the configuration, and only changed there. */
        PROVISIONED,
        /** Made over the API. */
        API
    }
}
