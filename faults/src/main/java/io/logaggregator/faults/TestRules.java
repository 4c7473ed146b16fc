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
import io.logaggregator.core.alerting.silence.ChannelIntervals;
import io.logaggregator.core.common.Glob;
import io.logaggregator.store.postgres.PostgresStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.UUID;

/** Rules on CPU utilization and webhook channels for all their alerts. */
final class TestRules {

    private static final Condition CPU = new Condition.Threshold("system.cpu.utilization");

    private TestRules() {}

    /** The id of the channel of a webhook. */
    static UUID channelId(int webhook) {
        return new UUID(4, webhook);
    }

    /** Creates a rule with pending and recovery periods and one without. The built-in rule exists already. */
    static void create(PostgresStore store, List<URI> webhooks, Instant now) {
        AlertRules rules = store.alertRules();
        rules.create(new UUID(3, 1), Origin.API, busy(), Actor.SYSTEM, now);
        rules.create(new UUID(3, 2), Origin.API, hot(), Actor.SYSTEM, now);
        for (int i = 0; i < webhooks.size(); i++) {
            store.channels().create(channelId(i), Origin.API, channel(i, webhooks.get(i)), Actor.SYSTEM, now);
        }
    }

    static List<AlertRule> onCpu(AlertRules rules) {
        return rules.list().stream()
                .filter(rule -> rule.definition().condition().equals(CPU))
                .toList();
    }

    private static RuleDefinition busy() {
        return new RuleDefinition(
                "busy",
                "",
                true,
                CPU,
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
                CPU,
                new SeverityThresholds(Comparison.ABOVE, Map.of(Severity.HIGH, 0.9)),
                Duration.ZERO,
                Recovery.IMMEDIATE,
                Matchers.ALL);
    }

    private static Channel.Definition channel(int number, URI webhook) {
        return new Channel.Definition(
                "receiver " + number,
                true,
                new Channel.Target(
                        "webhook",
                        Map.of(),
                        Map.of("url", webhook.toString(), "secret", "a secret that is long enough")),
                Severity.LOW,
                Glob.ANY,
                Glob.ANY,
                ChannelIntervals.NONE,
                Channel.Timing.NONE);
    }
}
