package io.logaggregator.core.logs;

import java.util.List;

/**
 * The fields of the newest events that match a query.
 *
 * @param events number of these events
 */
public record FieldSample(long events, List<FieldValues> fields) {

    public FieldSample {
        fields = List.copyOf(fields);
    }
}
