package io.logaggregator.wire.log;

import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogTexts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A log event to be sent to the queue.
 *
 * @param level empty: the receiver detects the level
 * @param metadata further attributes
 */
public record LogMessage(
        Instant timestamp,
        String host,
        Optional<Level> level,
        String message,
        LogTexts texts,
        List<String> tags,
        JsonObject metadata) {

    public LogMessage {
        tags = List.copyOf(tags);
    }
}
