package io.logaggregator.core.logs.match;

import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import java.util.function.Function;
import java.util.function.Predicate;

/** Evaluates queries on events in memory, with the results of a search. Thread-safe. */
public interface LogMatching {

    /**
     * Compiles a query.
     *
     * @param query a log query; empty matches every event
     * @return thread-safe, without I/O
     * @throws InvalidDefinitionException if the query is invalid; the field is {@code condition.query}
     */
    Predicate<LogEvent> matching(String query);

    /**
     * Compiles a reader of a field as text: empty if the event has none, of a list the first.
     *
     * @return thread-safe, without I/O
     */
    Function<LogEvent, String> value(LogField field);
}
