package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.alerting.state.AlertState;
import io.logaggregator.core.alerting.state.OpenAlert;
import io.logaggregator.core.observation.MetricSample.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** A series that a rule evaluates batch by batch; times are seconds since noon. */
public final class EvaluatedSeries {

    public static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    public static final Map<Severity, Double> THRESHOLDS =
            Map.of(Severity.MEDIUM, 0.8, Severity.HIGH, 0.9, Severity.CRITICAL, 0.97);

    private final Labels labels = new Labels(new TreeMap<>(Map.of(Labels.HOST, "web-1")));
    private final List<AlertTransition> transitions = new ArrayList<>();
    private final TreeSet<Instant> stored = new TreeSet<>();
    private AlertRule rule;
    private AlertState state;

    public EvaluatedSeries(RuleDefinition definition) {
        rule = new AlertRule(new UUID(1, 2), 1, Origin.API, NOON, definition);
        state = AlertState.inactive(Instant.MIN);
    }

    static EvaluatedSeries threshold(Map<Severity, Double> steps, int holdSeconds, Recovery recovery) {
        return new EvaluatedSeries(definition(new Threshold("cpu"), Comparison.ABOVE, steps, holdSeconds, recovery));
    }

    public static RuleDefinition definition(
            Condition condition,
            Comparison comparison,
            Map<Severity, Double> steps,
            int holdSeconds,
            Recovery recovery) {
        return new RuleDefinition(
                "a rule",
                "",
                true,
                condition,
                new SeverityThresholds(comparison, steps),
                Duration.ofSeconds(holdSeconds),
                recovery,
                Matchers.ALL);
    }

    public static Recovery recovery(int seconds) {
        return new Recovery(OptionalDouble.empty(), Duration.ofSeconds(seconds));
    }

    public static Recovery recovery(double threshold, int seconds) {
        return new Recovery(OptionalDouble.of(threshold), Duration.ofSeconds(seconds));
    }

    public static Instant at(double second) {
        return NOON.plusMillis(Math.round(second * 1000));
    }

    public static Point point(double second, double value) {
        return new Point(at(second), value);
    }

    EvaluatedSeries batch(List<Point> points) {
        List<Instant> appended = new ArrayList<>();
        Instant newest = stored.isEmpty() ? Instant.MIN : stored.last();
        for (Point point : points) {
            newest = point.at().isAfter(newest) ? point.at() : newest;
            appended.add(newest);
        }
        return batch(new Signal(rule, labels, points, appended, Kind.GAUGE));
    }

    EvaluatedSeries batch(Signal signal) {
        Evaluation evaluation = Evaluator.evaluate(signal, state, index -> isLate(signal, index));
        signal.points().forEach(point -> stored.add(point.at()));
        return apply(evaluation);
    }

    /** Whether a stored sample makes a point late. */
    private boolean isLate(Signal signal, int index) {
        Instant next = stored.ceiling(signal.points().get(index).at());
        Instant until = signal.lateUntil(index);
        return next != null && (until == null || !next.isAfter(until));
    }

    EvaluatedSeries then(double second, double value) {
        return batch(List.of(point(second, value)));
    }

    /** A sample of a batch that entered the queue in this second; clocks may be 5 seconds ahead. */
    EvaluatedSeries then(double second, double value, double queued) {
        return batch(new Signal(rule, labels, List.of(point(second, value)), List.of(at(queued)), Kind.GAUGE));
    }

    /** Several events, or a sample of the value 1 each. */
    EvaluatedSeries events(double... seconds) {
        for (double second : seconds) {
            then(second, 1);
        }
        return this;
    }

    public EvaluatedSeries elapse(double second) {
        return apply(Evaluator.elapse(rule, labels.fingerprint(rule), state, at(second)));
    }

    EvaluatedSeries noData(double lastSeen, double now) {
        return apply(Evaluator.evaluateNoData(rule, labels, state, at(lastSeen), at(now)));
    }

    EvaluatedSeries resolvedManually() {
        state = state.resolvedManually();
        return this;
    }

    EvaluatedSeries changed(Map<Severity, Double> steps) {
        RuleDefinition old = rule.definition();
        return edited(
                Instant.MIN,
                old.description(),
                new SeverityThresholds(old.thresholds().comparison(), steps),
                old.recovery());
    }

    EvaluatedSeries changed(Recovery recovery) {
        return changed(recovery, Instant.MIN);
    }

    EvaluatedSeries changed(Recovery recovery, Instant at) {
        return edited(at, rule.definition().description(), rule.definition().thresholds(), recovery);
    }

    EvaluatedSeries described(String description) {
        return edited(
                Instant.MIN,
                description,
                rule.definition().thresholds(),
                rule.definition().recovery());
    }

    private EvaluatedSeries edited(Instant at, String description, SeverityThresholds thresholds, Recovery recovery) {
        RuleDefinition old = rule.definition();
        return edited(
                at,
                new RuleDefinition(
                        old.name(),
                        description,
                        true,
                        old.condition(),
                        thresholds,
                        old.pendingPeriod(),
                        recovery,
                        old.matchers()));
    }

    EvaluatedSeries edited(Instant at, RuleDefinition definition) {
        RuleEdit edit = new RuleEdit(rule.definition(), definition);
        rule = new AlertRule(rule.id(), rule.version() + 1, Origin.API, NOON, definition);
        return edit.keepsStates() ? this : apply(edit.apply(state, "anna", at));
    }

    private EvaluatedSeries apply(Evaluation evaluation) {
        transitions.addAll(evaluation.transitions());
        state = evaluation.state();
        return this;
    }

    public List<AlertTransition> transitions() {
        return transitions;
    }

    /** As {@code OPENED MEDIUM 10.0}: kind, severity, seconds. */
    List<String> timeline() {
        return transitions.stream()
                .map(step -> step.kind() + " " + step.severity() + " "
                        + Duration.between(NOON, step.at()).toMillis() / 1000.0)
                .toList();
    }

    AlertState state() {
        return state;
    }

    OpenAlert alert() {
        return state.openAlert().orElseThrow();
    }

    AlertRule rule() {
        return rule;
    }
}
