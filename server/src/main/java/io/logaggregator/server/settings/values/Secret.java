package io.logaggregator.server.settings.values;

import io.logaggregator.server.settings.values.SelfChecked.Errors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A text that appears in no log and no error message. */
public record Secret(String value) {

    public static Secret of(String value) {
        return new Secret(value);
    }

    /**
     * Checks a secret that is set by {@code key} or by {@code key-file}.
     *
     * @param key relative to its record
     */
    public static void check(Errors errors, String key, Secret secret, OptionalFile file) {
        Optional<Path> path = file.path();
        if (path.isEmpty()) {
            return;
        }
        errors.require(secret.isEmpty(), key + "-file", file, "only one of " + key + " and " + key + "-file");
        try {
            var _ = Files.readString(path.get());
        } catch (IOException e) {
            errors.require(false, key + "-file", file, "a readable file: " + e);
        }
    }

    /**
     * The secret itself, or the content of the file.
     *
     * @throws InvalidSettingException if the file is not readable any more
     */
    public Secret orContentOf(OptionalFile file) {
        return file.path().map(Secret::read).orElse(this);
    }

    private static Secret read(Path file) {
        try {
            return new Secret(Files.readString(file).strip());
        } catch (IOException e) {
            throw new InvalidSettingException("secret: " + file + " (expected: a readable file: " + e + ")", e);
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
