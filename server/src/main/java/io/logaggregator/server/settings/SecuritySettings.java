package io.logaggregator.server.settings;

import io.logaggregator.server.settings.values.Between;
import io.logaggregator.server.settings.values.Secret;
import io.logaggregator.server.settings.values.SelfChecked;
import jakarta.validation.Valid;
import java.nio.file.Path;
import java.time.Duration;

/**
 * {@code aggregator.security}: authentication.
 *
 * @param apiKey the configured key, with all scopes; blank to use the file
 * @param apiKeyFile file with the key; created with a new key at the first start
 * @param failedAttemptsPerMinute invalid keys per address and minute, before requests are rejected
 */
public record SecuritySettings(
        Secret apiKey,
        Path apiKeyFile,
        @Between(min = "1", max = "1000000") int failedAttemptsPerMinute,
        @Valid Session session)
        implements SelfChecked {

    /** In characters. */
    public static final int MIN_KEY_LENGTH = 20;

    @Override
    public void check(Errors errors) {
        errors.require(
                apiKey.isEmpty() || isValid(apiKey.value()),
                "api-key",
                "a key of " + apiKey.value().length() + " characters",
                "at least " + MIN_KEY_LENGTH + ", printable ASCII without spaces");
    }

    private static boolean isValid(String key) {
        return key.length() >= MIN_KEY_LENGTH && key.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    /**
     * {@code aggregator.security.session}: browser sessions.
     *
     * @param idleTimeout since the last request
     * @param maxLifetime since the login
     */
    public record Session(
            @Between(min = "1m", max = "30d") Duration idleTimeout,
            @Between(min = "1m", max = "30d") Duration maxLifetime) {}
}
