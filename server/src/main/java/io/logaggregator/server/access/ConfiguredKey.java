package io.logaggregator.server.access;

import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.Scope;
import io.logaggregator.core.access.SecretHash;
import io.logaggregator.core.common.Glob;
import io.logaggregator.server.settings.SecuritySettings;
import io.logaggregator.server.settings.values.InvalidSettingException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.UUID;

/**
 * The configured key, with all scopes: from a setting, from a file, or newly created. It is not in the store, so that it
 * works with an empty one. Only its hash stays in memory.
 */
public record ConfiguredKey(SecretHash secret, Source source) {

    /** The origin of the key. */
    public sealed interface Source {

        /** A setting. */
        record Setting() implements Source {}

        /** An existing file. */
        record KeyFile(Path file) implements Source {}

        /** A new key, written to a file. */
        record Generated(Path file) implements Source {}
    }

    /** The reserved name of the key, also in the audit log. */
    public static final String NAME = "Bootstrap key";

    private static final ApiKey KEY = new ApiKey(
            new UUID(0, 0),
            NAME,
            EnumSet.allOf(Scope.class),
            Glob.ANY,
            Glob.ANY,
            Instant.EPOCH,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    static ConfiguredKey provide(SecuritySettings settings) {
        if (!settings.apiKey().isEmpty()) {
            return new ConfiguredKey(SecretHash.of(settings.apiKey().value()), new Source.Setting());
        }
        ApiKeyFile file = new ApiKeyFile(settings.apiKeyFile());
        if (file.exists()) {
            return new ConfiguredKey(SecretHash.of(file.read()), new Source.KeyFile(file.path()));
        }
        String secret = file.create();
        // Not logged: logs are collected, possibly by this program.
        System.out.println("API key, shown this once: " + secret);
        return new ConfiguredKey(SecretHash.of(secret), new Source.Generated(file.path()));
    }

    /**
     * Checks that a key exists or can be created, and creates none.
     *
     * @throws InvalidSettingException if neither is possible
     */
    public static void require(SecuritySettings settings) {
        ApiKeyFile file = new ApiKeyFile(settings.apiKeyFile());
        if (!settings.apiKey().isEmpty()) {
            return;
        }
        if (file.exists()) {
            var _ = file.read();
        } else {
            file.requireWritable();
        }
    }

    /** The key without its secret. */
    ApiKey key() {
        return KEY;
    }
}
