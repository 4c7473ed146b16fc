package io.logaggregator.testkit;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.Alerts;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.engine.Evaluation;
import io.logaggregator.core.alerting.engine.Evaluator;
import io.logaggregator.core.alerting.engine.Signal;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.state.AlertState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The transitions of an undisturbed run, one line each, for comparison with those in a database. */
public final class ExpectedTransitions {

    private final List<Expected> expected = new ArrayList<>();

    private record Expected(String rule, AlertTransition transition) {}

    /**
     * Evaluates a rule on CPU utilization.
     *
     * @param samples samples of one host in order
     * @param until time up to which the rule is evaluated
     */
    public ExpectedTransitions add(AlertRule rule, Collection<CpuSample> samples, Instant until) {
        samples.stream()
                .collect(Collectors.groupingBy(CpuSample::host))
                .forEach((host, ofHost) -> add(rule, host, ofHost, until));
        return this;
    }

    private void add(AlertRule rule, String host, List<CpuSample> samples, Instant until) {
        List<Point> points = samples.stream()
                .map(sample -> new Point(sample.at(), sample.ratio()))
                .toList();
        Signal signal = new Signal(rule, Labels.ofHost(host, Map.of()), points);
        Evaluation evaluation = Evaluator.evaluate(signal, AlertState.inactive(Instant.MIN));
        Evaluation elapsed = Evaluator.elapse(rule, signal.fingerprint(), evaluation.state(), until);
        Stream.concat(evaluation.transitions().stream(), elapsed.transitions().stream())
                .forEach(transition ->
                        expected.add(new Expected(rule.definition().name(), transition)));
    }

    /** One line per transition, in order. */
    public List<String> lines() {
        return sorted(expected.stream().map(one -> line(one.rule(), one.transition())));
    }

    /** The ids of the notifications of a channel that accepts all transitions. */
    public Set<String> notificationIds(UUID channelId) {
        return expected.stream()
                .map(one -> one.transition().notificationId(channelId).toString())
                .collect(Collectors.toSet());
    }

    /** The stored transitions of these alerts. */
    public static List<String> stored(Alerts alerts, Collection<UUID> ids) {
        return sorted(ids.stream()
                .flatMap(id -> alerts.find(id).stream())
                .flatMap(history -> history.transitions().stream()
                        .map(transition -> line(history.alert().ruleName(), transition))));
    }

    private static List<String> sorted(Stream<String> lines) {
        return lines.sorted().toList();
    }

    private static String line(String ruleName, AlertTransition transition) {
        return String.join(
                " ",
                transition.at().toString(),
                transition.alertId().toString(),
                ruleName,
                transition.kind().name(),
                transition.severity().name(),
                Double.toString(transition.value()),
                Long.toString(transition.occurrences()));
    }
}
