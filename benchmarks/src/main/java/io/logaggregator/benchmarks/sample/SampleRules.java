package io.logaggregator.benchmarks.sample;

import io.logaggregator.core.access.Actor;
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
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogField.Attribute;
import io.logaggregator.core.observation.LogField.Standard;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Typical alert rules. */
public record SampleRules(List<RuleDefinition> definitions) {

    private static final List<String> METRICS = List.of(
            "system.cpu.utilization",
            "system.memory.utilization",
            "system.process.count",
            "system.filesystem.utilization",
            "system.network.io");

    private static final List<String> QUERIES = List.of(
            "level:ERROR",
            "level:ERROR AND application:app-3",
            "level:ERROR AND component:http AND NOT host:web-1.example.org",
            "application:app-1*",
            "timeout AND level:>=WARN",
            "\"connection pool\" AND level:ERROR",
            "attributes.status:[500 TO 599]",
            "attributes.path:\\/api\\/v2\\/*",
            "deadlock OR segfault OR oom",
            "environment:prod AND tag:\"team:blue\" AND level:FATAL");

    public SampleRules {
        definitions = List.copyOf(definitions);
    }

    /** Ten rules on metrics, two per metric, and ten on logs, half of them per host, half per application. */
    public static SampleRules twenty() {
        List<RuleDefinition> rules = new ArrayList<>();
        METRICS.forEach(metric -> rules.add(onMetric(metric + " high", metric, 1e15)));
        METRICS.forEach(metric -> rules.add(onMetric(metric + " very high", metric, 1e16)));
        for (String query : QUERIES) {
            LogField group = rules.size() % 2 == 0 ? Standard.HOST : LogField.Text.APPLICATION;
            rules.add(onLogs("count of " + query, query, group, 1_000));
        }
        return new SampleRules(rules);
    }

    /** A rule that counts per user, with more users than the limit of groups. */
    public static SampleRules perUser() {
        return new SampleRules(List.of(onLogs("per user", "", new Attribute("user"), 100)));
    }

    /** A rule with a CPU threshold of 10 %. */
    public static SampleRules busy() {
        return new SampleRules(List.of(onMetric("busy", "system.cpu.utilization", 0.1)));
    }

    /** The rules with ids derived from their names. */
    public List<AlertRule> rules() {
        return definitions.stream()
                .map(rule -> new AlertRule(id(rule), 1, Origin.API, Instant.EPOCH, rule))
                .toList();
    }

    /** Creates the rules. */
    public void create(AlertRules rules) {
        for (RuleDefinition rule : definitions) {
            rules.create(id(rule), Origin.API, rule, Actor.SYSTEM, Instant.now());
        }
    }

    private static UUID id(RuleDefinition rule) {
        return UUID.nameUUIDFromBytes(rule.name().getBytes(StandardCharsets.UTF_8));
    }

    private static RuleDefinition onMetric(String name, String metric, double threshold) {
        return rule(name, new Condition.Threshold(metric), threshold);
    }

    private static RuleDefinition onLogs(String name, String query, LogField group, double threshold) {
        return rule(name, new Condition.LogCount(query, List.of(group), Duration.ofMinutes(5)), threshold);
    }

    private static RuleDefinition rule(String name, Condition condition, double threshold) {
        return new RuleDefinition(
                name,
                "",
                true,
                condition,
                new SeverityThresholds(
                        Comparison.ABOVE, Map.of(Severity.MEDIUM, threshold, Severity.HIGH, threshold * 2)),
                Duration.ZERO,
                Recovery.IMMEDIATE,
                Matchers.ALL);
    }
}
