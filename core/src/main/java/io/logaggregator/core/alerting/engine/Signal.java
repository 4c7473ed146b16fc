package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Condition.OfSamples;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.SampleFunction;
import io.logaggregator.core.alerting.state.TrackedHosts;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.MetricSample.Kind;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The points of a batch for one rule and one series. Immutable and thread-safe. */
public final class Signal {

    /** Extracts the signals of a batch. */
    @FunctionalInterface
    public interface Source {

        /**
         * Returns the signals.
         *
         * @param tracked hosts that rules hold state for
         * @param derived samples that the store has derived from those of the batch
         */
        List<Signal> signals(TrackedHosts tracked, List<MetricSample> derived);
    }

    private final AlertRule rule;
    private final Labels labels;
    private final List<Point> points;
    private final Instant horizon;
    private final Kind kind;
    private @Nullable UUID fingerprint;

    /** A signal of a sender with a clock that is never ahead. */
    public Signal(AlertRule rule, Labels labels, List<Point> points) {
        this(rule, labels, points, Instant.MAX);
    }

    /** A signal of measurements. */
    public Signal(AlertRule rule, Labels labels, List<Point> points, Instant horizon) {
        this(rule, labels, points, horizon, Kind.GAUGE);
    }

    /**
     * @param points for {@link Condition.OfSamples} the samples, for {@link Condition.OfEvents} event counts by instant
     * @param horizon see {@link #horizon}
     * @param kind of the samples
     */
    public Signal(AlertRule rule, Labels labels, List<Point> points, Instant horizon, Kind kind) {
        this.rule = rule;
        this.horizon = horizon;
        this.kind = kind;
        this.labels = labels;
        this.points = points.size() == 1 || rule.definition().condition() instanceof OfSamples
                ? List.copyOf(points)
                : points.stream().sorted(Comparator.comparing(Point::at)).toList();
    }

    public AlertRule rule() {
        return rule;
    }

    public Labels labels() {
        return labels;
    }

    /**
     * The latest time that a correct clock may have had when the points entered the queue. A sample beyond it came from a
     * clock that was ahead, and does not make a point late that is not beyond it: one such sample must not hide those after
     * the correction. Points that are beyond it themselves are evaluated in the time of that clock.
     */
    public Instant horizon() {
        return horizon;
    }

    /**
     * Samples in the order of arrival, so that the result does not depend on the batches in which they come: a late one
     * would precede others in its own batch only. Event counts in time order.
     */
    public List<Point> points() {
        return points;
    }

    /** Whether the rule evaluates a function of the samples, which {@link #withFunction} applies. */
    public boolean hasFunction() {
        return rule.definition().condition() instanceof OfSamples samples && samples.fn() != SampleFunction.VALUE;
    }

    /**
     * This signal with the values of the function of its rule instead of samples.
     *
     * @param stored for each point, the newest sample of earlier batches that {@link SampleValues#isBefore} it
     */
    public Signal withFunction(List<Optional<Point>> stored) {
        return rule.definition().condition() instanceof OfSamples samples
                ? new Signal(rule, labels, SampleValues.of(samples.fn(), kind, points, stored), horizon, kind)
                : this;
    }

    /** Fingerprint of rule and labels. Computed on first use: normal signals never need it. */
    public UUID fingerprint() {
        UUID computed = fingerprint;
        if (computed == null) {
            computed = labels.fingerprint(rule.id());
            fingerprint = computed;
        }
        return computed;
    }

    /** Whether the signal leaves an inactive state unchanged. */
    public boolean isNormal() {
        RuleDefinition definition = rule.definition();
        for (Point point : points) {
            if (!definition.condition().isNormal(point.value(), definition.thresholds())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return rule.definition().name() + ' ' + labels.values() + ' ' + points;
    }
}
