package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.Observation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Rules on metrics. Of all that comes in nearly everything is in good order, where nobody remembers that it ever was
 * otherwise; that is passed over without making any objects of it. Immutable.
 */
final class ThresholdRules {

    private static final String ENVIRONMENT = "deployment.environment.name";

    private final Map<String, List<AlertRule>> byMetric;

    ThresholdRules(Map<String, List<AlertRule>> byMetric) {
        this.byMetric = byMetric;
    }

    /** What samples tell these rules: of each series that is not calm, and of those remembered, all that a batch has. */
    List<Signal> signals(List<Observation> observations, TrackedHosts remembered) {
        Map<UUID, Set<String>> exceeding = exceeding(observations);
        Map<UUID, Map<Labels, Series>> told = new HashMap<>(); // by rule
        for (Observation observation : observations) {
            if (observation instanceof MetricSample sample) {
                for (AlertRule rule : byMetric.getOrDefault(sample.metric(), List.of())) {
                    if (remembered.include(rule.id(), sample.host())
                            || exceeding.getOrDefault(rule.id(), Set.of()).contains(sample.host())) {
                        told.computeIfAbsent(rule.id(), id -> new HashMap<>())
                                .computeIfAbsent(
                                        Labels.ofHost(sample.host(), sample.attributes()),
                                        labels -> new Series(rule, sample, new ArrayList<>(1)))
                                .points
                                .add(new Point(sample.observedAt(), sample.value()));
                    }
                }
            }
        }
        return told.isEmpty() ? List.of() : watched(told, environments(observations));
    }

    /** The hosts of which a batch has a sample beyond a threshold, by rule. */
    private Map<UUID, Set<String>> exceeding(List<Observation> observations) {
        Map<UUID, Set<String>> exceeding = new HashMap<>();
        for (Observation observation : observations) {
            if (observation instanceof MetricSample sample) {
                for (AlertRule rule : byMetric.getOrDefault(sample.metric(), List.of())) {
                    if (rule.definition().ladder().isExceededBy(sample.value())) {
                        exceeding
                                .computeIfAbsent(rule.id(), id -> new HashSet<>())
                                .add(sample.host());
                    }
                }
            }
        }
        return exceeding;
    }

    /** Metrics have no environment of their own: a message names it once, among what describes its host. */
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

    private static List<Signal> watched(Map<UUID, Map<Labels, Series>> told, Map<String, String> environments) {
        List<Signal> signals = new ArrayList<>();
        told.values()
                .forEach(series -> series.forEach((labels, one) -> {
                    if (one.isWatched(environments)) {
                        signals.add(new Signal(one.rule, labels, one.points));
                    }
                }));
        return signals;
    }

    /** What a batch has of a series for a rule. */
    private record Series(AlertRule rule, MetricSample first, List<Point> points) {

        boolean isWatched(Map<String, String> environments) {
            Matchers matchers = rule.definition().matchers();
            return matchers.match(first.host(), environments.getOrDefault(first.host(), ""), first.attributes());
        }
    }
}
