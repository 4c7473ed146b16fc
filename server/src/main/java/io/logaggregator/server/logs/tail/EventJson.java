package io.logaggregator.server.logs.tail;

import io.logaggregator.core.observation.LogEvent;

/** Writes an event as the API shows it: JSON on one line. Thread-safe. */
@FunctionalInterface
public interface EventJson {

    byte[] of(LogEvent event);
}
