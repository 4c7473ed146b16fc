package io.logaggregator.core.alerting.rule;

import static io.logaggregator.core.common.InvalidDefinitionException.require;

import io.logaggregator.core.observation.LogField;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Condition of a rule: turns observations into numbers, which the {@link SeverityThresholds} of the rule classify. A new
 * kind of condition is a record here; the compiler then names the places that evaluate, replay and encode it.
 */
public sealed interface Condition {

    /** Rejects fields of the rule that contradict the condition. */
    default void validate(
            SeverityThresholds thresholds, Duration pendingPeriod, Recovery recovery, Matchers matchers) {}

    /** Whether a value of incoming observations leaves the state of an inactive series unchanged. */
    default boolean isNormal(double value, SeverityThresholds thresholds) {
        return false;
    }

    /** Length of the window from which events expire with time; empty if the condition counts none. */
    default Optional<Duration> eventWindow() {
        return Optional.empty();
    }

    /** Whether the condition is evaluated by time alone, and not with incoming observations. */
    default boolean isTimeBased() {
        return false;
    }

    /** Each sample of a metric. Each series is evaluated separately. */
    record Threshold(String metric) implements Condition {
        public Threshold {
            require(
                    !metric.isBlank(),
                    "condition.metric",
                    "empty",
                    "the name of a metric, for example system.cpu.utilization");
        }

        @Override
        public boolean isNormal(double value, SeverityThresholds thresholds) {
            return !thresholds.isExceededBy(value);
        }
    }

    /**
     * Number of matching events within the window that ends now.
     *
     * @param query a log query; empty matches every event
     * @param groupBy fields whose combinations of values are counted separately; empty counts all events together
     * @param window accurate to a thirtieth of its length, or to a second, since events are counted in buckets
     */
    record LogCount(String query, List<LogField> groupBy, Duration window) implements Condition {

        private static final int BUCKETS = 30;
        private static final int MAX_FIELDS = 4;

        public LogCount {
            require(
                    window.compareTo(Duration.ofSeconds(10)) >= 0 && window.compareTo(Duration.ofDays(1)) <= 0,
                    "condition.window",
                    window,
                    "PT10S to PT24H");
            require(
                    groupBy.size() <= MAX_FIELDS && new HashSet<>(groupBy).size() == groupBy.size(),
                    "condition.groupBy",
                    groupBy.stream().map(LogField::label).toList(),
                    "at most " + MAX_FIELDS + " fields, each once");
            require(
                    !groupBy.contains(LogField.Standard.MESSAGE) && !groupBy.contains(LogField.Standard.TAG),
                    "condition.groupBy",
                    groupBy.stream().map(LogField::label).toList(),
                    "neither message nor tag, which differ with each event");
            groupBy = List.copyOf(groupBy);
        }

        @Override
        public void validate(
                SeverityThresholds thresholds, Duration pendingPeriod, Recovery recovery, Matchers matchers) {
            requireAbove(thresholds, "logCount");
            requireNoPendingPeriod(pendingPeriod, "logCount", "make the window longer");
            require(thresholds.lowest() >= 0, "severities", thresholds.lowest(), "0 or more events");
            requireNoAttributes(matchers, "put them into the query");
        }

        @Override
        public Optional<Duration> eventWindow() {
            return Optional.of(window);
        }

        /** The width of a bucket. */
        public Duration bucket() {
            Duration part = Duration.ofSeconds(window.toSeconds() / BUCKETS);
            return part.isZero() ? Duration.ofSeconds(1) : part;
        }
    }

    /**
     * Seconds without any log, metric or process snapshot.
     *
     * @param of evaluates each host separately, or all matching hosts together
     * @param forgetAfter silence after which a host is no longer expected: it opens no alert, and its open alert is
     *     resolved
     */
    record Silence(Of of, Duration forgetAfter) implements Condition {

        /** Default of {@code forgetAfter}. */
        public static final Duration FORGET_AFTER = Duration.ofDays(7);

        /** Subject of the silence. */
        public enum Of {
            HOST,
            GROUP
        }

        public Silence {
            require(
                    forgetAfter.compareTo(Duration.ofMinutes(1)) >= 0
                            && forgetAfter.compareTo(Duration.ofDays(365)) <= 0,
                    "condition.forgetAfter",
                    forgetAfter,
                    "PT1M to P365D");
        }

        @Override
        public void validate(
                SeverityThresholds thresholds, Duration pendingPeriod, Recovery recovery, Matchers matchers) {
            requireAbove(thresholds, "silence");
            requireNoPendingPeriod(pendingPeriod, "silence", "the severity thresholds are durations");
            require(
                    recovery.threshold().isEmpty(),
                    "recovery.threshold",
                    recovery.threshold(),
                    "none in a silence rule: the first observation ends the silence");
            require(
                    thresholds.lowest() >= 1 && thresholds.highest() < forgetAfter.toSeconds(),
                    "severities",
                    thresholds.bySeverity(),
                    "1 second or more, and less than forgetAfter, " + forgetAfter.toSeconds() + " seconds");
            requireNoAttributes(matchers, "a silence rule matches hosts only");
            require(
                    matchers.environment().isAny(),
                    "matchers.environment",
                    matchers.environment().pattern(),
                    "none in a silence rule: it matches hosts only");
        }

        @Override
        public boolean isTimeBased() {
            return true;
        }
    }

    private static void requireAbove(SeverityThresholds thresholds, String kind) {
        require(
                thresholds.comparison() == Comparison.ABOVE,
                "condition.comparison",
                thresholds.comparison(),
                "ABOVE in a " + kind + " rule");
    }

    private static void requireNoPendingPeriod(Duration pendingPeriod, String kind, String advice) {
        require(pendingPeriod.isZero(), "for", pendingPeriod, "none in a " + kind + " rule: " + advice);
    }

    private static void requireNoAttributes(Matchers matchers, String advice) {
        require(
                matchers.attributes().isEmpty(),
                "matchers.attributes",
                matchers.attributes().keySet(),
                "none: " + advice);
    }
}
