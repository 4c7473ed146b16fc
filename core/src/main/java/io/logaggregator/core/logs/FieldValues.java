package io.logaggregator.core.logs;

import io.logaggregator.core.observation.LogField;
import java.util.List;

/**
 * The most frequent values of a field among the newest events that match a query.
 *
 * @param values most frequent first
 */
public record FieldValues(LogField field, List<ValueCount> values) {

    public FieldValues {
        values = List.copyOf(values);
    }

    /** Number of events with a value. */
    public record ValueCount(String value, long count) {}
}
