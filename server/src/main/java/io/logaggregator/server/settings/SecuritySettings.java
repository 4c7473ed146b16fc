package io.logaggregator.server.settings;

import java.nio.file.Path;
import java.time.Duration;

/**
 * {@code aggregator.security}: who may ask.
 *
 * @param apiKey the first key, which may do everything; blank to take that of the file
 * @param apiKeyFile holds the key; made with a new key at first start if there is none
 * @param failedAttemptsPerMinute how many wrong keys an address may show before it is told to wait
 */
public record SecuritySettings(Secret apiKey, Path apiKeyFile, int failedAttemptsPerMinute, Session session) {

    /** In characters. */
    public static final int SHORTEST_KEY = 20;

    public SecuritySettings {
        Check.that(
                apiKey.isEmpty() || isLongAndPlain(apiKey.value()),
                "aggregator.security.api-key",
                "a key of " + apiKey.value().length() + " characters",
                "at least " + SHORTEST_KEY + ", printable ASCII without spaces");
        Check.range("aggregator.security.failed-attempts-per-minute", failedAttemptsPerMinute, 1, 1_000_000);
    }

    private static boolean isLongAndPlain(String key) {
        return key.length() >= SHORTEST_KEY && key.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    /**
     * {@code aggregator.security.session}: how long a browser stays signed in.
     *
     * @param idleTimeout since it was seen last
     * @param lifetime since it signed in
     */
    public record Session(Duration idleTimeout, Duration lifetime) {

        private static final Duration LONGEST = Duration.ofDays(30);

        public Session {
            check("idle-timeout", idleTimeout);
            check("lifetime", lifetime);
        }

        private static void check(String key, Duration duration) {
            Check.that(
                    duration.compareTo(Duration.ofMinutes(1)) >= 0 && duration.compareTo(LONGEST) <= 0,
                    "aggregator.security.session." + key,
                    duration,
                    "1m to 30d");
        }
    }
}
