package io.logaggregator.wire.agent;

import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A log event of an agent's report, without the host and time of the report.
 *
 * @param at empty: the time of the report
 */
record AgentNotice(
        Optional<Instant> at,
        Level level,
        String component,
        String message,
        List<String> tags,
        JsonObject attributes) {}
