package io.logaggregator.core.logs;

import io.logaggregator.core.observation.LogEvent;
import java.util.List;

/**
 * A log event with its neighbours on the same host.
 *
 * @param before oldest first
 * @param after oldest first
 */
public record LogContext(List<LogEvent> before, LogEvent event, List<LogEvent> after) {

    public LogContext {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }
}
