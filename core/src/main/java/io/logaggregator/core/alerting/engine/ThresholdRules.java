package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition.OfSamples;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.SampleFunction;
import io.logaggregator.core.alerting.state.TrackedHosts;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.logs.match.CaseFolding;
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
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rules on metrics. Nearly all samples are normal and belong to hosts without state; those are skipped without
 * allocating objects. Immutable.
 */
final class ThresholdRules {

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
        Map<UUID, Map<Labels, Series>> series = new HashMap<>(); // by rule and folded labels
        for (Observation observation : observations) {
            if (observation instanceof MetricSample sample) {
                for (AlertRule rule : byMetric.getOrDefault(sample.metric(), List.of())) {
                    if (hasFunction(rule)
                            || tracked.include(rule.id(), sample.host())
                            || isExceeding(sample, exceeding.get(rule.id()))) {
                        series.computeIfAbsent(rule.id(), id -> new HashMap<>())
                                .computeIfAbsent(
                                        Labels.ofHost(sample.host(), sample.attributes())
                                                .folded(rule.definition().condition()),
                                        _ -> new Series(rule, sample, new ArrayList<>(1)))
                                .samples
                                .add(sample);
                    }
                }
            }
        }
        return series.isEmpty() ? List.of() : matching(series, observations);
    }

    private static boolean isExceeding(MetricSample sample, @Nullable Set<String> hosts) {
        return hosts != null && hosts.contains(CaseFolding.fold(sample.host()));
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
                                .add(CaseFolding.fold(sample.host()));
                    }
                }
            }
        }
        return exceeding;
    }

    /** The signals of matched series, with the environments that the batch names. */
    private static List<Signal> matching(Map<UUID, Map<Labels, Series>> series, List<Observation> observations) {
        Map<String, TreeMap<Instant, String>> environments = new HashMap<>();
        List<Signal> signals = new ArrayList<>();
        series.values()
                .forEach(ofRule -> ofRule.values().forEach(one -> {
                    if (one.isMatched()) {
                        Signal signal = new Signal(
                                        one.rule,
                                        one.labels(),
                                        one.points(),
                                        one.appendedAt(),
                                        one.first.kind(),
                                        one.alerts())
                                .withSources(one.sources());
                        signals.add(
                                one.matchers().environment().isAny()
                                        ? signal
                                        : signal.withEnvironments(one.named(environments(observations, environments))));
                    }
                }));
        return signals;
    }

    /**
     * The environments of each host by the append time of the message that names one. A metric has no environment of its own: a
     * message carries it once, in the attributes that describe the host.
     *
     * @param cached filled by the first call
     */
    private static Map<String, TreeMap<Instant, String>> environments(
            List<Observation> observations, Map<String, TreeMap<Instant, String>> cached) {
        if (cached.isEmpty()) {
            for (Observation observation : observations) {
                if (observation instanceof MetricSample sample) {
                    TreeMap<Instant, String> ofHost =
                            cached.computeIfAbsent(CaseFolding.fold(sample.host()), host -> new TreeMap<>());
                    sample.environment().ifPresent(named -> ofHost.put(sample.queuedAt(), named));
                }
            }
        }
        return cached;
    }

    /** The samples of one series for one rule. Its labels have the first spelling of the host. */
    private record Series(AlertRule rule, MetricSample first, List<MetricSample> samples) {

        Labels labels() {
            return Labels.ofHost(first.host(), first.attributes());
        }

        List<Point> points() {
            return samples.stream()
                    .map(sample -> new Point(sample.observedAt(), sample.value()))
                    .toList();
        }

        List<Instant> appendedAt() {
            return samples.stream().map(MetricSample::queuedAt).toList();
        }

        /** The partitions of the samples, in order. */
        List<Integer> sources() {
            List<Integer> sources = new ArrayList<>(1);
            for (MetricSample sample : samples) {
                if (sources.isEmpty() || sources.getLast() != sample.source()) {
                    sources.add(sample.source());
                }
            }
            return sources;
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

        Matchers matchers() {
            return rule.definition().matchers();
        }

        boolean isMatched() {
            return new Matchers(matchers().host(), Glob.ANY, matchers().attributes())
                    .match(first.host(), "", first.attributes());
        }

        /** For each sample, the last environment that a message of the batch has named by then; empty for none. */
        List<String> named(Map<String, TreeMap<Instant, String>> environments) {
            TreeMap<Instant, String> ofHost =
                    environments.getOrDefault(CaseFolding.fold(first.host()), new TreeMap<>());
            return samples.stream()
                    .map(sample -> {
                        Map.Entry<Instant, String> last = ofHost.floorEntry(sample.queuedAt());
                        return last == null ? "" : last.getValue();
                    })
                    .toList();
        }
    }
}
