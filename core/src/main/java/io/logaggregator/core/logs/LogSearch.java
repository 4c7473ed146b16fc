package io.logaggregator.core.logs;

import io.logaggregator.core.common.Page;
import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.logs.LogExport.Order;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Searches log events. Each method throws {@link QueryTimeoutException} when the query takes too long. */
public interface LogSearch {

    /**
     * Matching events in the order of their ids.
     *
     * @param limit 1 or more; a page of very long events may end earlier
     * @param after id of the last event of the previous page, exclusive; empty for the first page
     */
    Page<LogEvent> find(LogQuery query, Order order, int limit, Optional<UUID> after);

    /** Matching events, newest first: see {@link #find(LogQuery, Order, int, Optional)}. */
    default Page<LogEvent> find(LogQuery query, int limit, Optional<UUID> after) {
        return find(query, Order.NEWEST_FIRST, limit, after);
    }

    Optional<LogEvent> find(UUID id);

    /**
     * An event with its neighbours on the same host, at most {@code before} and {@code after} of them; empty if there
     * is no such event.
     */
    Optional<LogContext> context(UUID id, int before, int after);

    /** Number of matching events by time and level. */
    LogHistogram histogram(LogQuery query, Duration step);

    /**
     * Number of matching events by time and value of a field, for its most frequent values. Values that differ only in
     * case are one.
     *
     * @param values maximum number of values
     */
    LogHistogram.ByValue histogram(LogQuery query, Duration step, LogField field, int values);

    /** The most frequent values of all fields, see {@link #fields(LogQuery, String, int)}. */
    default FieldSample fields(LogQuery query, int values) {
        return fields(query, "", values);
    }

    /**
     * The most frequent values of each attribute, and of each standard field except the message, that contain a text, among the
     * newest matching events. Without the tags that repeat the host, level or environment of their event. Without a part, attributes
     * of numbers have statistics.
     *
     * @param part of the values, case-insensitive; at most {@link TextPattern#MAX_LENGTH} characters
     * @param values maximum number of values per field
     */
    FieldSample fields(LogQuery query, String part, int values);

    /**
     * The most frequent values of one field that contain a text, among the newest matching events with such a value.
     *
     * @param field a field other than the message
     * @param part of the values, case-insensitive; at most {@link TextPattern#MAX_LENGTH} characters
     * @param values maximum number of values
     */
    FieldSample fields(LogQuery query, LogField field, String part, int values);
}
