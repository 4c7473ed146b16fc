package io.logaggregator.core.observation;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A log event.
 *
 * @param id see {@link EventId}; reading the message again gives the same id
 * @param receivedAt time of reading from the queue
 * @param queuedAt time when the message entered the queue; not stored
 * @param message may have several lines, contains no U+0000
 * @param texts the correlation id is a trace id if there is one
 * @param tags in the sender's order, without duplicates
 * @param attributes all other fields of the message
 */
public record LogEvent(
        UUID id,
        Instant observedAt,
        Instant receivedAt,
        Instant queuedAt,
        String host,
        Level level,
        String message,
        LogTexts texts,
        List<String> tags,
        JsonObject attributes)
        implements Observation {

    /** Application and host of canary events. Other events of that application are renamed before they are stored. */
    public static final String CANARY = "log-aggregator-canary";

    /** Application of events that only claim to be canary events. */
    public static final String UNVERIFIED_CANARY = "unverified-" + CANARY;

    public LogEvent {
        tags = List.copyOf(tags);
    }

    /** An event that was read when it entered the queue, or is stored. */
    public LogEvent(
            UUID id,
            Instant observedAt,
            Instant receivedAt,
            String host,
            Level level,
            String message,
            LogTexts texts,
            List<String> tags,
            JsonObject attributes) {
        this(id, observedAt, receivedAt, receivedAt, host, level, message, texts, tags, attributes);
    }

    public String text(LogField.Text field) {
        return texts.get(field);
    }

    /**
     * Whether this system sent the event to itself to monitor ingest. Canary events are stored and found like others,
     * but create no host and are not counted by rules.
     */
    public boolean isCanary() {
        return text(LogField.Text.APPLICATION).equals(CANARY);
    }

    /** Whether the application has the reserved name, in any case: queries do not distinguish it either. */
    public boolean hasReservedName() {
        return text(LogField.Text.APPLICATION).equalsIgnoreCase(CANARY);
    }

    @Override
    public boolean isHostActivity() {
        return !isCanary();
    }
}
