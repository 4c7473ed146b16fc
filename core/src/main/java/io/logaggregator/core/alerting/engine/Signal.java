package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.kinds.ExternalAlerts;
import io.logaggregator.core.alerting.kinds.SampleValues;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition.OfSamples;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.SampleFunction;
import io.logaggregator.core.alerting.state.AlertState;
import io.logaggregator.core.alerting.state.TrackedHosts;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.MetricSample.ExternalAlert;
import io.logaggregator.core.observation.MetricSample.Kind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
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

        /** Maximum number of groups of a log-count rule. */
        default int maxGroups() {
            return AlertEngine.MAX_GROUPS;
        }

        /** Counts late points. */
        default LatePoints latePoints() {
            return new LatePoints();
        }

        /** This source for the rules of a version, which the transaction keeps unchanged. */
        default Source at(long version) {
            return this;
        }
    }

    private final AlertRule rule;
    private final Labels labels;
    private final List<Point> points;
    private final List<Instant> appendedAt;
    private final Kind kind;
    private final Map<Instant, ExternalAlert> alerts;
    private final List<String> environments;
    private final List<Integer> sources;
    private @Nullable UUID fingerprint;

    /** A signal of measurements that entered the queue when they were observed, or directly after the one before. */
    public Signal(AlertRule rule, Labels labels, List<Point> points) {
        this(rule, labels, points, inOrder(points), Kind.GAUGE);
    }

    private static List<Instant> inOrder(List<Point> points) {
        List<Instant> appendedAt = new ArrayList<>(points.size());
        Instant newest = Instant.MIN;
        for (Point point : points) {
            newest = point.at().isAfter(newest) ? point.at() : newest;
            appendedAt.add(newest);
        }
        return appendedAt;
    }

    /**
     * Creates a signal.
     *
     * @param points in the order of arrival: of a log count, numbers of events; else values
     * @param appendedAt for each point, the time when it entered the queue
     * @param kind of the samples
     */
    public Signal(AlertRule rule, Labels labels, List<Point> points, List<Instant> appendedAt, Kind kind) {
        this(rule, labels, points, appendedAt, kind, Map.of());
    }

    /**
     * Creates a signal of alerts of another system.
     *
     * @param alerts by the times of the points; empty for other metrics
     */
    public Signal(
            AlertRule rule,
            Labels labels,
            List<Point> points,
            List<Instant> appendedAt,
            Kind kind,
            Map<Instant, ExternalAlert> alerts) {
        this(rule, labels, points, appendedAt, kind, alerts, List.of(), List.of());
    }

    private Signal(
            AlertRule rule,
            Labels labels,
            List<Point> points,
            List<Instant> appendedAt,
            Kind kind,
            Map<Instant, ExternalAlert> alerts,
            List<String> environments,
            List<Integer> sources) {
        this.rule = rule;
        this.labels = labels;
        this.kind = kind;
        this.points = List.copyOf(points);
        this.appendedAt = List.copyOf(appendedAt);
        this.alerts = Map.copyOf(alerts);
        this.environments = List.copyOf(environments);
        this.sources = List.copyOf(sources);
    }

    /**
     * This signal of a rule that matches environments.
     *
     * @param named for each point, the environment of the host; empty if none is known
     */
    Signal withEnvironments(List<String> named) {
        return new Signal(rule, labels, points, appendedAt, kind, alerts, named, sources);
    }

    /**
     * This signal with the partitions of its points.
     *
     * @param numbers in the order of arrival, without equal ones in a row
     */
    Signal withSources(List<Integer> numbers) {
        return new Signal(rule, labels, points, appendedAt, kind, alerts, environments, numbers);
    }

    /** The numbers of the partitions through which the points have arrived, in order; empty if they are unknown. */
    List<Integer> sources() {
        return sources;
    }

    /** This signal with the stored environment of the host where the batch names none. */
    Signal withStoredEnvironment(@Nullable String environment) {
        return environment == null
                ? this
                : withEnvironments(environments.stream()
                        .map(named -> named.isEmpty() ? environment : named)
                        .toList());
    }

    /** Whether the rule matches environments. */
    boolean hasEnvironments() {
        return !environments.isEmpty();
    }

    /** Whether the rule matches the environment of a point. */
    boolean isMatched(int index) {
        return environments.isEmpty() || environment().matches(environments.get(index));
    }

    /** Whether the environment of a point is known, and not matched. */
    boolean isExcluded(int index) {
        return !isMatched(index) && !environments.get(index).isEmpty();
    }

    private Glob environment() {
        return rule.definition().matchers().environment();
    }

    /** This signal of the same subject, whose labels are spelled like this. */
    Signal withLabels(Labels spelled) {
        return new Signal(rule, spelled, points, appendedAt, kind, alerts, environments, sources);
    }

    /** The points from an index to another, which is exclusive. */
    Signal part(int from, int to) {
        return new Signal(
                rule,
                labels,
                points.subList(from, to),
                appendedAt.subList(from, to),
                kind,
                alerts,
                environments.subList(from, to),
                sources);
    }

    public AlertRule rule() {
        return rule;
    }

    public Labels labels() {
        return labels;
    }

    /** For each point, the time when it entered the queue. */
    public List<Instant> appendedAt() {
        return appendedAt;
    }

    /**
     * The points in the order of arrival, so that the result does not depend on the batches in which they come: a late one
     * would precede others in its own batch only.
     */
    public List<Point> points() {
        return points;
    }

    /** The time from which the sender of an alert saw its condition: at most that of the point. */
    Instant startOf(Point point) {
        Instant start = alerts.getOrDefault(point.at(), ExternalAlert.NONE).startsAt();
        return start == null || start.isAfter(point.at()) ? point.at() : start.truncatedTo(ChronoUnit.MICROS);
    }

    /** The newest parts of an alert of another system; empty for other metrics. */
    Optional<Alert.External> external() {
        if (!(rule.definition().condition() instanceof ExternalAlerts.OfSamples)) {
            return Optional.empty();
        }
        Point newest = points.getLast();
        ExternalAlert alert = alerts.getOrDefault(newest.at(), ExternalAlert.NONE);
        return Optional.of(
                new Alert.External(alert.annotations(), alert.generatorUrl(), ExternalAlerts.endOf(newest.value())));
    }

    /** Whether the clock of a sender was ahead when a point entered the queue. */
    static boolean isAhead(Instant at, Instant appended) {
        return at.isAfter(appended.plus(AlertState.CLOCK_TOLERANCE));
    }

    /** The last time of an earlier point that makes a point late; null if any newer one does, since the point is ahead. */
    @Nullable
    Instant lateUntil(int index) {
        Instant appended = appendedAt.get(index);
        return isAhead(points.get(index).at(), appended) ? null : appended.plus(AlertState.CLOCK_TOLERANCE);
    }

    /** The indexes of points that an earlier point of the batch makes late. */
    BitSet latePoints() {
        BitSet late = new BitSet();
        if (points.size() < 2 || !rule.definition().condition().isEvaluatedPerPoint()) {
            return late;
        }
        TreeSet<Instant> earlier = new TreeSet<>();
        for (int index = 0; index < points.size(); index++) {
            Instant at = points.get(index).at();
            Instant next = earlier.ceiling(at);
            Instant until = lateUntil(index);
            late.set(index, next != null && (until == null || !next.isAfter(until)));
            earlier.add(at);
        }
        return late;
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
                ? new Signal(
                        rule,
                        labels,
                        SampleValues.of(samples, kind, points, stored),
                        appendedAt,
                        kind,
                        alerts,
                        environments,
                        sources)
                : this;
    }

    /** Fingerprint of rule and labels. Computed on first use: normal signals never need it. */
    public UUID fingerprint() {
        UUID computed = fingerprint;
        if (computed == null) {
            computed = labels.fingerprint(rule);
            fingerprint = computed;
        }
        return computed;
    }

    /** Whether the signal leaves an inactive state unchanged. */
    public boolean isNormal() {
        RuleDefinition definition = rule.definition();
        for (int index = 0; index < points.size(); index++) {
            if (!definition.condition().isNormal(points.get(index).value(), definition.thresholds())
                    && isMatched(index)) {
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
