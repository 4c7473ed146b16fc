package io.logaggregator.core.logs;

import io.logaggregator.core.common.Page;
import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.observation.LogEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Searches log events. Each method throws {@link QueryTimeoutException} when the query takes too long. */
public interface LogSearch {

    /**
     * Matching events, newest first.
     *
     * @param limit 1 or more; a page of very long events may end earlier
     * @param after id of the last event of the previous page, exclusive; empty for the first page
     */
    Page<LogEvent> find(LogQuery query, int limit, Optional<UUID> after);

    Optional<LogEvent> find(UUID id);

    /**
     * An event with its neighbours on the same host, at most {@code before} and {@code after} of them; empty if there
     * is no such event.
     */
    Optional<LogContext> context(UUID id, int before, int after);

    /** Number of matching events by time and level. */
    LogHistogram histogram(LogQuery query, Duration step);

    /**
     * The most frequent values of each attribute, and of each standard field except the message, among the newest
     * matching events.
     *
     * @param values maximum number of values per field
     */
    List<FieldValues> fields(LogQuery query, int values);
}
