package io.logaggregator.server.logs.tail;

import io.logaggregator.core.logs.TailCursor;
import java.util.Optional;
import java.util.UUID;

/**
 * The position of a client: a cursor, or an event between two cursors.
 *
 * @param event the last event sent; empty if all events up to {@code to} were sent
 */
record TailPosition(TailCursor from, TailCursor to, Optional<UUID> event) {

    private static final String SEPARATOR = ";";

    static TailPosition at(TailCursor cursor) {
        return new TailPosition(cursor, cursor, Optional.empty());
    }

    static TailPosition within(TailCursor from, TailCursor to, UUID event) {
        return new TailPosition(from, to, Optional.of(event));
    }

    /** The id of a server-sent event. */
    String text() {
        return event.map(id -> from.text() + SEPARATOR + to.text() + SEPARATOR + id)
                .orElse(to.text());
    }

    /** Parses the {@code Last-Event-ID} of a client; empty for other text. */
    static Optional<TailPosition> parse(String text) {
        String[] parts = text.strip().split(SEPARATOR, -1);
        return switch (parts.length) {
            case 1 -> Optional.of(at(new TailCursor(parts[0])));
            case 3 -> id(parts[2]).map(event -> within(new TailCursor(parts[0]), new TailCursor(parts[1]), event));
            default -> Optional.empty();
        };
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
