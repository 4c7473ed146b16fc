package io.logaggregator.wire;

import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something an agent wants to have noticed: it becomes a log event once host and time of the report are known.
 *
 * @param at empty where the report's time serves
 */
record AgentNotice(
        Optional<Instant> at,
        Level level,
        String component,
        String message,
        List<String> tags,
        JsonObject attributes) {}
