package io.logaggregator.faults;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.common.Glob;
import io.logaggregator.store.postgres.PostgresStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.UUID;

/** The rules on the processor, and the channel to which all alerts are told. */
final class VerifiedRules {

    static final UUID CHANNEL = new UUID(4, 4);

    private static final Condition PROCESSOR = new Condition.Threshold("system.cpu.utilization");

    private VerifiedRules() {}

    /** One with all durations, one without any; the built-in one is there already. */
    static void create(PostgresStore store, URI webhook, Instant now) {
        AlertRules rules = store.alertRules();
        rules.create(new UUID(3, 1), Origin.API, busy(), Actor.SYSTEM, now);
        rules.create(new UUID(3, 2), Origin.API, hot(), Actor.SYSTEM, now);
        store.channels().create(CHANNEL, Origin.API, channel(webhook), Actor.SYSTEM, now);
    }

    static List<AlertRule> onProcessor(AlertRules rules) {
        return rules.list().stream()
                .filter(rule -> rule.definition().condition().equals(PROCESSOR))
                .toList();
    }

    private static RuleDefinition busy() {
        return new RuleDefinition(
                "busy",
                "",
                true,
                PROCESSOR,
                new SeverityThresholds(
                        Comparison.ABOVE, Map.of(Severity.MEDIUM, 0.8, Severity.HIGH, 0.9, Severity.CRITICAL, 0.97)),
                Duration.ofSeconds(3),
                new Recovery(OptionalDouble.of(0.75), Duration.ofSeconds(5)),
                Matchers.ALL);
    }

    private static RuleDefinition hot() {
        return new RuleDefinition(
                "hot",
                "",
                true,
                PROCESSOR,
                new SeverityThresholds(Comparison.ABOVE, Map.of(Severity.HIGH, 0.9)),
                Duration.ZERO,
                Recovery.IMMEDIATE,
                Matchers.ALL);
    }

    private static Channel.Definition channel(URI webhook) {
        return new Channel.Definition(
                "receiver",
                true,
                new Channel.Target.Webhook(webhook, "a secret that is long enough"),
                Severity.LOW,
                Glob.ANY,
                Glob.ANY);
    }
}
