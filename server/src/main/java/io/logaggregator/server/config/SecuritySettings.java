package io.logaggregator.server.config;

import java.nio.file.Path;

/**
 * {@code aggregator.security}: who may ask.
 *
 * @param apiKey the key every caller shows; blank to take that of the file
 * @param apiKeyFile holds the key; made with a new key at first start if there is none
 */
public record SecuritySettings(Secret apiKey, Path apiKeyFile) {

    /** In characters. */
    public static final int SHORTEST_KEY = 20;

    public SecuritySettings {
        Check.that(
                apiKey.isEmpty() || isLongAndPlain(apiKey.value()),
                "aggregator.security.api-key",
                "a key of " + apiKey.value().length() + " characters",
                "at least " + SHORTEST_KEY + ", printable ASCII without spaces");
    }

    private static boolean isLongAndPlain(String key) {
        return key.length() >= SHORTEST_KEY && key.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }
}
