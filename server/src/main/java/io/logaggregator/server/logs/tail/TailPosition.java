package io.logaggregator.server.logs.tail;

import io.logaggregator.core.logs.TailCursor;
import java.util.Optional;
import java.util.UUID;

/**
 * How far a viewer has seen: all up to a mark, or within what lies between two of them all up to an event.
 *
 * @param line the event; empty where all up to {@code to} was seen
 */
record TailPosition(TailCursor from, TailCursor to, Optional<UUID> line) {

    private static final String SEPARATOR = ";";

    static TailPosition at(TailCursor mark) {
        return new TailPosition(mark, mark, Optional.empty());
    }

    static TailPosition within(TailCursor from, TailCursor to, UUID line) {
        return new TailPosition(from, to, Optional.of(line));
    }

    /** As the id of an event in the stream. */
    String text() {
        return line.map(id -> from.text() + SEPARATOR + to.text() + SEPARATOR + id)
                .orElse(to.text());
    }

    /** What a browser sends back as {@code Last-Event-ID}; empty where that was never such an id. */
    static Optional<TailPosition> parse(String text) {
        String[] parts = text.strip().split(SEPARATOR, -1);
        return switch (parts.length) {
            case 1 -> Optional.of(at(new TailCursor(parts[0])));
            case 3 -> id(parts[2]).map(line -> within(new TailCursor(parts[0]), new TailCursor(parts[1]), line));
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
