package io.logaggregator.server.tail;

import io.logaggregator.domain.LogEvent;

/** Writes an event as the API shows it: JSON on one line. Thread-safe. */
@FunctionalInterface
public interface EventJson {

    byte[] of(LogEvent event);
}
