package io.logaggregator.core.alerting.rule;

import static io.logaggregator.core.common.InvalidDefinitionException.require;

import io.logaggregator.core.logs.LogField;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/** Condition of a rule: turns observations into numbers, which the {@link SeverityThresholds} of the rule classify. */
public sealed interface Condition {

    /** Each sample of a metric. Each series is evaluated separately. */
    record Threshold(String metric) implements Condition {
        public Threshold {
            require(
                    !metric.isBlank(),
                    "condition.metric",
                    "empty",
                    "the name of a metric, for example system.cpu.utilization");
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
    }
}
