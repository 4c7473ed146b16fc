package io.logaggregator.agent.statsd;

import io.logaggregator.core.observation.Level;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** The content of a line. */
sealed interface StatsdItem {

    /** What the values of a metric mean. */
    enum Type {
        COUNTER,
        GAUGE,
        SET,
        /** Timers, histograms and distributions. */
        TIMER
    }

    /**
     * Values of a metric.
     *
     * @param values one or more; exactly one of a set
     * @param rate of the values that the sender has not left out, more than 0 and at most 1
     * @param at time of the values; empty: now
     * @param dogstatsd whether the line has a section of DogStatsD, in which a negative gauge is a value and not a decrease
     */
    record Measurement(
            Type type,
            String name,
            SortedMap<String, String> tags,
            List<Value> values,
            double rate,
            Optional<Instant> at,
            boolean dogstatsd)
            implements StatsdItem {}

    /**
     * A value of a metric.
     *
     * @param number finite; 0 in a set, which has texts as members
     */
    record Value(String text, double number) {

        boolean isIncrease() {
            return text.startsWith("+");
        }

        boolean isNegative() {
            return text.startsWith("-");
        }
    }

    /** An event, which becomes a log event. */
    record Event(
            Level level, String message, Optional<String> host, Optional<Instant> at, Map<String, String> attributes)
            implements StatsdItem {}

    /**
     * The status of a service: 0 is good, 1 a warning, 2 critical, 3 unknown. It becomes a gauge, and also a log event unless
     * it is good.
     */
    record ServiceCheck(
            String name,
            int status,
            String message,
            Optional<String> host,
            Optional<Instant> at,
            SortedMap<String, String> tags)
            implements StatsdItem {}
}
