package io.logaggregator.core.logs;

import java.time.Instant;

/**
 * A query for log events.
 *
 * @param from start, inclusive
 * @param to end, exclusive
 */
public record LogQuery(Instant from, Instant to, LogCondition condition) {

    public LogQuery {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("to: " + to + " (expected: not before from, " + from + ")");
        }
    }
}
