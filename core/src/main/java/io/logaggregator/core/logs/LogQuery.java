package io.logaggregator.core.logs;

import java.time.Instant;

/**
 * A question about logs.
 *
 * @param from the first instant
 * @param to the first instant after
 */
public record LogQuery(Instant from, Instant to, LogCondition condition) {

    public LogQuery {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("to: " + to + " (expected: not before from, " + from + ")");
        }
    }
}
