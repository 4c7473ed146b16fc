package io.logaggregator.server.settings.values;

import java.nio.file.Path;
import java.util.Optional;

/** The path of a file, or blank for none: a blank {@code Path} cannot be bound. */
public record OptionalFile(String text) {

    public static OptionalFile of(String text) {
        return new OptionalFile(text.strip());
    }

    public Optional<Path> path() {
        return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    }

    @Override
    public String toString() {
        return text;
    }
}
