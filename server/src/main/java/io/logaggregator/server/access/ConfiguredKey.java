package io.logaggregator.server.access;

import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.Scope;
import io.logaggregator.core.access.SecretHash;
import io.logaggregator.core.common.Glob;
import io.logaggregator.server.settings.InvalidSettingException;
import io.logaggregator.server.settings.SecuritySettings;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.UUID;

/**
 * The key that is there from the beginning, and may do everything: as configured, or that of the file, or a new one. It
 * is in no store, so that it opens the door also when that is empty. Only its hash stays in memory.
 */
public record ConfiguredKey(SecretHash secret, KeySource source) {

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
            return new ConfiguredKey(SecretHash.of(settings.apiKey().value()), new KeySource.Setting());
        }
        ApiKeyFile file = new ApiKeyFile(settings.apiKeyFile());
        if (file.exists()) {
            return new ConfiguredKey(SecretHash.of(file.read()), new KeySource.KeyFile(file.path()));
        }
        String secret = file.create();
        // Not logged: logs are collected, also by this very program.
        System.out.println("API key, shown this once: " + secret);
        return new ConfiguredKey(SecretHash.of(secret), new KeySource.Generated(file.path()));
    }

    /**
     * Looks whether there is a key, or a place for a new one, and makes none.
     *
     * @throws InvalidSettingException that says what is wrong
     */
    public static void require(SecuritySettings settings) {
        ApiKeyFile file = new ApiKeyFile(settings.apiKeyFile());
        if (!settings.apiKey().isEmpty()) {
            return;
        }
        if (file.exists()) {
            var _ = file.read();
        } else {
            file.requireAPlace();
        }
    }

    /** What it may do. */
    ApiKey key() {
        return KEY;
    }
}
