package io.logaggregator.server.security;

import io.logaggregator.server.config.SecuritySettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The key that callers must show. Only its hash stays in memory. */
public final class ApiKey {

    private final byte[] hash;
    private final ApiKeySource source;

    ApiKey(String secret, ApiKeySource source) {
        this.hash = hash(secret);
        this.source = source;
    }

    /** The key as configured, or that of the file, or a new one. */
    static ApiKey provide(SecuritySettings settings) {
        if (!settings.apiKey().isEmpty()) {
            return new ApiKey(settings.apiKey().value(), new ApiKeySource.Setting());
        }
        ApiKeyFile file = new ApiKeyFile(settings.apiKeyFile());
        if (file.exists()) {
            return new ApiKey(file.read(), new ApiKeySource.KeyFile(file.path()));
        }
        String secret = file.create();
        // Not logged: logs are collected, also by this very program.
        System.out.println("API key, shown this once: " + secret);
        return new ApiKey(secret, new ApiKeySource.Generated(file.path()));
    }

    public ApiKeySource source() {
        return source;
    }

    /** Whether this is the key. Takes the same time whatever the answer. */
    boolean matches(String shown) {
        return MessageDigest.isEqual(hash, hash(shown));
    }

    /** Hashing first makes all keys the same length, so that the time of the comparison does not tell it. */
    private static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: not found (expected: in every Java)", e);
        }
    }
}
