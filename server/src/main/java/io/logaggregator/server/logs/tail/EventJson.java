package io.logaggregator.server.logs.tail;

import io.logaggregator.core.observation.LogEvent;

/** Encodes an event as in the API: JSON on one line. Thread-safe. */
@FunctionalInterface
public interface EventJson {

    byte[] of(LogEvent event);
}
