package io.logaggregator.server.settings;

import java.nio.file.Path;
import java.util.Optional;

/** The path of a file, or blank for none: Spring takes a blank {@code Path} for a key that nobody knows. */
public record OptionalFile(String text) {

    public static OptionalFile of(String text) {
        return new OptionalFile(text.strip());
    }

    Optional<Path> path() {
        return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    }

    @Override
    public String toString() {
        return text;
    }
}
