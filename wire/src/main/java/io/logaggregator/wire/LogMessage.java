package io.logaggregator.wire;

import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A log line on its way to the queue.
 *
 * @param level empty leaves it to the reader of the queue to recognise one
 * @param application empty where nobody knows, as are component, environment and correlationId
 * @param metadata whatever else there is to say
 */
public record LogMessage(
        Instant timestamp,
        String host,
        Optional<Level> level,
        String message,
        String application,
        String component,
        String environment,
        String correlationId,
        List<String> tags,
        JsonObject metadata) {

    public LogMessage {
        tags = List.copyOf(tags);
    }
}
