package io.logaggregator.core.observation;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One log line.
 *
 * @param id see {@link EventId}; the same message read again gives the same id
 * @param receivedAt when this system read it from the queue
 * @param message what was logged; may span lines, holds no U+0000
 * @param environment for example {@code prod}; empty where nobody said
 * @param application empty where nobody said
 * @param component empty where nobody said
 * @param correlationId a trace id where there is one; empty until enrichment makes one
 * @param tags in the sender's order, without duplicates
 * @param attributes whatever else the sender said
 */
public record LogEvent(
        UUID id,
        Instant observedAt,
        Instant receivedAt,
        String host,
        Level level,
        String message,
        String environment,
        String application,
        String component,
        String correlationId,
        List<String> tags,
        JsonObject attributes)
        implements Observation {

    /** The application, and the host, that lines of the canary name as theirs. */
    public static final String CANARY = "log-aggregator-canary";

    public LogEvent {
        tags = List.copyOf(tags);
    }

    /**
     * Whether this system has sent the line to itself, to see that lines arrive. It is stored and found like any other, but
     * no host is there because of it, and no rule counts it.
     */
    public boolean isCanary() {
        return application.equals(CANARY);
    }

    @Override
    public boolean isSignOfLife() {
        return !isCanary();
    }
}
