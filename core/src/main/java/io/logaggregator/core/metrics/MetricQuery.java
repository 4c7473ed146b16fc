package io.logaggregator.core.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A query for a metric over time.
 *
 * @param hosts names of hosts; empty for all hosts
 * @param from start, inclusive
 * @param to end, exclusive
 * @param step width of a point; points start at multiples of it since 1970
 */
public record MetricQuery(String metric, List<String> hosts, Instant from, Instant to, Duration step) {

    public MetricQuery {
        hosts = List.copyOf(hosts);
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("to: " + to + " (expected: not before from, " + from + ")");
        }
        if (step.toMillis() < 1) {
            throw new IllegalArgumentException("step: " + step + " (expected: at least PT0.001S)");
        }
    }
}
