package io.logaggregator.core.logs;

import io.logaggregator.core.common.Page;
import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.observation.LogEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads logs. Each method throws {@link QueryTimeoutException} when the question takes too long. */
public interface LogSearch {

    /**
     * Matching events, newest first.
     *
     * @param limit 1 or more; a page of very long events ends before
     * @param after the id where the page before ended, exclusive; empty for the first page
     */
    Page<LogEvent> find(LogQuery query, int limit, Optional<UUID> after);

    Optional<LogEvent> find(UUID id);

    /** An event with its neighbours on the same host, at most so many on each side; empty if there is no such event. */
    Optional<LogContext> context(UUID id, int before, int after);

    /** Counts of matching events by time and level. */
    LogHistogram histogram(LogQuery query, Duration step);

    /**
     * The top values of each standard field but the message, and of each attribute, among the newest matching events.
     *
     * @param values at most so many values per field
     */
    List<FieldValues> fields(LogQuery query, int values);
}
