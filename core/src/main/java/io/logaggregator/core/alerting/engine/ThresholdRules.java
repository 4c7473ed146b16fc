package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition.OfSamples;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.SampleFunction;
import io.logaggregator.core.alerting.state.TrackedHosts;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.MetricSample.ExternalAlert;
import io.logaggregator.core.observation.Observation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Rules on metrics. Nearly all samples are normal and belong to hosts without state; those are skipped without
 * allocating objects. Immutable.
 */
final class ThresholdRules {

    private static final String ENVIRONMENT = "deployment.environment.name";

    private final Map<String, List<AlertRule>> byMetric;

    ThresholdRules(Map<String, List<AlertRule>> byMetric) {
        this.byMetric = byMetric;
    }

    /**
     * The signals of a batch: all samples of each host that exceeds a threshold or has state. A rule with a function has
     * those of all hosts, since the value is unknown without the sample before.
     */
    List<Signal> signals(List<Observation> observations, TrackedHosts tracked) {
        Map<UUID, Set<String>> exceeding = exceeding(observations);
        Map<UUID, Map<Labels, Series>> series = new HashMap<>(); // by rule
        for (Observation observation : observations) {
            if (observation instanceof MetricSample sample) {
                for (AlertRule rule : byMetric.getOrDefault(sample.metric(), List.of())) {
                    if (hasFunction(rule)
                            || tracked.include(rule.id(), sample.host())
                            || exceeding.getOrDefault(rule.id(), Set.of()).contains(sample.host())) {
                        series.computeIfAbsent(rule.id(), id -> new HashMap<>())
                                .computeIfAbsent(
                                        Labels.ofHost(sample.host(), sample.attributes()),
                                        labels -> new Series(rule, sample, new ArrayList<>(1)))
                                .samples
                                .add(sample);
                    }
                }
            }
        }
        return series.isEmpty() ? List.of() : matching(series, environments(observations));
    }

    private static boolean hasFunction(AlertRule rule) {
        return rule.definition().condition() instanceof OfSamples samples && samples.fn() != SampleFunction.VALUE;
    }

    /** The hosts with a sample beyond a threshold, by rule. */
    private Map<UUID, Set<String>> exceeding(List<Observation> observations) {
        Map<UUID, Set<String>> exceeding = new HashMap<>();
        for (Observation observation : observations) {
            if (observation instanceof MetricSample sample) {
                for (AlertRule rule : byMetric.getOrDefault(sample.metric(), List.of())) {
                    if (rule.definition().thresholds().isExceededBy(sample.value())) {
                        exceeding
                                .computeIfAbsent(rule.id(), id -> new HashSet<>())
                                .add(sample.host());
                    }
                }
            }
        }
        return exceeding;
    }

    /**
     * The environment of each host. A metric has no environment of its own: a message carries it once, in the
     * attributes that describe the host.
     */
    private static Map<String, String> environments(List<Observation> observations) {
        Map<String, String> environments = new HashMap<>();
        for (Observation observation : observations) {
            if (observation instanceof MetricSample sample) {
                String environment = sample.attributes().get(ENVIRONMENT);
                if (environment != null) {
                    environments.put(sample.host(), environment);
                }
            }
        }
        return environments;
    }

    private static List<Signal> matching(Map<UUID, Map<Labels, Series>> series, Map<String, String> environments) {
        List<Signal> signals = new ArrayList<>();
        series.values()
                .forEach(ofRule -> ofRule.forEach((labels, one) -> {
                    if (one.isMatched(environments)) {
                        signals.add(new Signal(
                                one.rule, labels, one.points(), one.appendedAt(), one.first.kind(), one.alerts()));
                    }
                }));
        return signals;
    }

    /** The samples of one series for one rule. */
    private record Series(AlertRule rule, MetricSample first, List<MetricSample> samples) {

        List<Point> points() {
            return samples.stream()
                    .map(sample -> new Point(sample.observedAt(), sample.value()))
                    .toList();
        }

        List<Instant> appendedAt() {
            return samples.stream().map(MetricSample::queuedAt).toList();
        }

        /** The alerts of another system by time, of which the last one counts. */
        Map<Instant, ExternalAlert> alerts() {
            if (!first.metric().equals(MetricSample.EXTERNAL_ALERT)) {
                return Map.of();
            }
            Map<Instant, ExternalAlert> alerts = new HashMap<>();
            for (MetricSample sample : samples) {
                if (sample.alert() != null) {
                    alerts.put(sample.observedAt().truncatedTo(ChronoUnit.MICROS), sample.alert());
                }
            }
            return alerts;
        }

        boolean isMatched(Map<String, String> environments) {
            Matchers matchers = rule.definition().matchers();
            return matchers.match(first.host(), environments.getOrDefault(first.host(), ""), first.attributes());
        }
    }
}
