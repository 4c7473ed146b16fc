package io.logaggregator.core.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A question about a metric over time.
 *
 * @param host one host, or every host
 * @param from the first instant
 * @param to the first instant after
 * @param step width of a point; points begin at multiples of it since 1970
 */
public record MetricQuery(String metric, Optional<String> host, Instant from, Instant to, Duration step) {

    public MetricQuery {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("to: " + to + " (expected: not before from, " + from + ")");
        }
        if (step.toMillis() < 1) {
            throw new IllegalArgumentException("step: " + step + " (expected: at least PT0.001S)");
        }
    }
}
