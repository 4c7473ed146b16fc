package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.testkit.fakes.FakeLogMatching;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Rules on the load of hosts, and its samples. */
public final class LoadRule {

    public static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    static final String METRIC = "load";

    /** High above 100, at once and for all hosts. */
    public static final AlertRule IMMEDIATE = above100(Duration.ZERO, Recovery.IMMEDIATE, Matchers.ALL);

    private LoadRule() {}

    static AlertRule above100(Duration pendingPeriod, Recovery recovery, Matchers matchers) {
        return above(Map.of(Severity.HIGH, 100.0), new Threshold(METRIC), pendingPeriod, recovery, matchers);
    }

    static AlertRule above(
            Map<Severity, Double> thresholds,
            Threshold condition,
            Duration pendingPeriod,
            Recovery recovery,
            Matchers matchers) {
        return new AlertRule(
                new UUID(1, 2),
                1,
                Origin.API,
                NOON,
                new RuleDefinition(
                        "load",
                        "",
                        true,
                        condition,
                        new SeverityThresholds(Comparison.ABOVE, thresholds),
                        pendingPeriod,
                        recovery,
                        matchers));
    }

    /** The rules that consist of one. */
    public static RuleSet only(AlertRule rule) {
        return RuleSet.of(1, List.of(rule), FakeLogMatching.NONE);
    }

    /** A sample that entered the queue when it was observed. */
    public static MetricSample sample(String host, double value, Instant at) {
        return sample(host, value, at, at);
    }

    static MetricSample sample(String host, double value, Instant at, Instant queued) {
        return new MetricSample(host, METRIC, value, at, queued, MetricSample.Kind.GAUGE, new TreeMap<>());
    }
}
