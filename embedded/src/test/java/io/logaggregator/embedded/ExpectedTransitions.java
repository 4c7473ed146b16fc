package io.logaggregator.embedded;

import io.logaggregator.application.alert.Evaluator;
import io.logaggregator.domain.alert.AlertRule;
import io.logaggregator.domain.alert.AlertState;
import io.logaggregator.domain.alert.AlertTransition;
import io.logaggregator.domain.alert.Judgement;
import io.logaggregator.domain.alert.Labels;
import io.logaggregator.domain.alert.Point;
import io.logaggregator.domain.alert.Signal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The transitions of an undisturbed run, one line each, and those that are in a database, so that they can be compared.
 */
final class ExpectedTransitions {

    private final TreeSet<String> lines = new TreeSet<>();

    /** What a rule on the processor makes of samples that come in order. */
    ExpectedTransitions add(AlertRule rule, Collection<CpuSample> samples, Instant until) {
        samples.stream().map(CpuSample::host).distinct().forEach(host -> add(rule, host, samples, until));
        return this;
    }

    private void add(AlertRule rule, String host, Collection<CpuSample> samples, Instant until) {
        List<Point> points = samples.stream()
                .filter(sample -> sample.host().equals(host))
                .map(sample -> new Point(sample.at(), sample.ratio()))
                .toList();
        Signal signal = new Signal(rule, Labels.ofHost(host, Map.of()), points);
        Judgement judged = Evaluator.judge(signal, AlertState.calm(rule.version(), Instant.MIN));
        Judgement elapsed = Evaluator.elapse(rule, signal.fingerprint(), judged.state(), until);
        judged.transitions().forEach(transition -> lines.add(line(rule, transition)));
        elapsed.transitions().forEach(transition -> lines.add(line(rule, transition)));
    }

    private static String line(AlertRule rule, AlertTransition transition) {
        return String.join(
                " ",
                transition.at().toString(),
                transition.alertId().toString(),
                rule.definition().name(),
                transition.kind().name(),
                transition.severity().name(),
                Double.toString(transition.value()),
                Long.toString(transition.occurrences()));
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Those in the database. */
    static List<String> stored(Rig rig) {
        return List.copyOf(new TreeSet<>(rig.alertIds().stream()
                .flatMap(id -> rig.store.alerts().find(id).stream())
                .flatMap(history -> history.transitions().stream()
                        .map(transition -> String.join(
                                " ",
                                transition.at().toString(),
                                transition.alertId().toString(),
                                history.alert().ruleName(),
                                transition.kind().name(),
                                transition.severity().name(),
                                Double.toString(transition.value()),
                                Long.toString(transition.occurrences()))))
                .toList()));
    }
}
