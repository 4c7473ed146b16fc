package io.logaggregator.core.alerting.rule;

import static io.logaggregator.core.alerting.rule.InvalidRuleException.require;

import io.logaggregator.core.logs.LogField;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/** What a rule judges: each kind makes numbers out of what comes in, and the rule's {@link SeverityThresholds} judges the numbers. */
public sealed interface Condition {

    /** Each sample of a metric. Each series of it is judged for itself. */
    record Threshold(String metric) implements Condition {
        public Threshold {
            require(!metric.isBlank(), "condition.metric", "nothing", "a metric's name, as system.cpu.utilization");
        }
    }

    /**
     * How many matching events there were within the window that ends now.
     *
     * @param query as in a search; empty for every event
     * @param groupBy each combination of values is counted for itself; empty: all events together
     * @param window counted in buckets, so that it is as long as said to a thirtieth, or to a second
     */
    record LogCount(String query, List<LogField> groupBy, Duration window) implements Condition {

        private static final int BUCKETS = 30;
        private static final int MOST_FIELDS = 4;

        public LogCount {
            require(
                    window.compareTo(Duration.ofSeconds(10)) >= 0 && window.compareTo(Duration.ofDays(1)) <= 0,
                    "condition.window",
                    window,
                    "PT10S to PT24H");
            require(
                    groupBy.size() <= MOST_FIELDS && new HashSet<>(groupBy).size() == groupBy.size(),
                    "condition.groupBy",
                    groupBy.stream().map(LogField::label).toList(),
                    "at most " + MOST_FIELDS + " fields, each once");
            require(
                    !groupBy.contains(LogField.Standard.MESSAGE) && !groupBy.contains(LogField.Standard.TAG),
                    "condition.groupBy",
                    groupBy.stream().map(LogField::label).toList(),
                    "neither message nor tag, of which each event has others");
            groupBy = List.copyOf(groupBy);
        }

        /** The width of a bucket. */
        public Duration bucket() {
            Duration part = Duration.ofSeconds(window.toSeconds() / BUCKETS);
            return part.isZero() ? Duration.ofSeconds(1) : part;
        }
    }

    /**
     * How many seconds nothing has come in, neither logs nor metrics nor processes.
     *
     * @param of each host for itself, or all that match together
     * @param forgetAfter a host that has been silent for so long is no longer expected: it opens no alert, and ends one
     */
    record Silence(Of of, Duration forgetAfter) implements Condition {

        /** Days after which a host is forgotten where nobody says otherwise. */
        public static final Duration FORGET_AFTER = Duration.ofDays(7);

        /** Who is silent. */
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
