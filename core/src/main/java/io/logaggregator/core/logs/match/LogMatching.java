package io.logaggregator.core.logs.match;

import io.logaggregator.core.alerting.rule.InvalidRuleException;
import io.logaggregator.core.logs.LogField;
import io.logaggregator.core.observation.LogEvent;
import java.util.function.Function;
import java.util.function.Predicate;

/** Asks of events in memory what a search would ask of the store, with the same answer. Thread-safe. */
public interface LogMatching {

    /**
     * What a query asks.
     *
     * @param query as in a search; empty matches every event
     * @return thread-safe, without I/O
     * @throws InvalidRuleException where it is no query; the field is {@code condition.query}
     */
    Predicate<LogEvent> matching(String query);

    /**
     * Gets ready to read a field as text: empty where the event has none, of a list the first.
     *
     * @return thread-safe, without I/O
     */
    Function<LogEvent, String> value(LogField field);
}
