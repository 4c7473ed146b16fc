package io.logaggregator.server.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A text that is not to be shown: neither in a log nor in an error message. */
public record Secret(String value) {

    public static Secret of(String value) {
        return new Secret(value);
    }

    /**
     * The secret of a pair of keys, {@code key} and {@code key-file}.
     *
     * @param key its name, for the error message
     */
    static Secret of(String key, Secret given, OptionalFile file) {
        Optional<Path> path = file.path();
        if (path.isEmpty()) {
            return given;
        }
        Check.that(given.isEmpty(), key + "-file", file, "only one of " + key + " and " + key + "-file");
        try {
            return new Secret(Files.readString(path.get()).strip());
        } catch (IOException e) {
            throw new InvalidSettingException(key + "-file: " + file + " (expected: a readable file: " + e + ")", e);
        }
    }

    public boolean isEmpty() {
        return value.isEmpty();
    }

    @Override
    public String toString() {
        return isEmpty() ? "" : "***";
    }
}
