package io.logaggregator.server.access;

import io.logaggregator.core.access.SecretHash;
import io.logaggregator.server.settings.SecuritySettings;
import io.logaggregator.server.settings.values.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;

/** Keys and sessions in memory, as beans; no configuration by itself, so that no other test finds it. */
public class AccessPorts {

    /** The configured key, which may do everything. */
    public static final String KEY = "a-key-of-twenty-characters";

    public static final int FAILED_ATTEMPTS = 30;

    @Bean
    SecuritySettings securitySettings() {
        return new SecuritySettings(
                Secret.of(KEY),
                Path.of("unused"),
                FAILED_ATTEMPTS,
                new SecuritySettings.Session(Duration.ofMinutes(30), Duration.ofHours(12)));
    }

    @Bean
    FakeApiKeys apiKeys() {
        return new FakeApiKeys();
    }

    @Bean
    FakeSavedViews savedViews() {
        return new FakeSavedViews();
    }

    @Bean
    FakeBrowserSessions browserSessions() {
        return new FakeBrowserSessions();
    }

    @Bean
    KeyRing keyRing(FakeApiKeys keys, InstantSource clock) {
        return new KeyRing(new ConfiguredKey(SecretHash.of(KEY), new ConfiguredKey.Source.Setting()), keys, clock);
    }

    /** A key ring of the configured key and stored keys. */
    public static KeyRing keyRing(FakeApiKeys keys) {
        return new AccessPorts().keyRing(keys, InstantSource.system());
    }

    @Bean
    Sessions sessions(FakeBrowserSessions sessions, KeyRing keys, SecuritySettings settings, InstantSource clock) {
        return new Sessions(sessions, keys, settings.session(), clock);
    }

    @Bean
    RateLimit<String> failedAttempts(SecuritySettings settings) {
        return new RateLimit<>(settings.failedAttemptsPerMinute());
    }

    /** Refreshes the cached keys, as the server does every few hundred milliseconds. */
    public static void refresh(KeyRing keys) {
        keys.refresh();
    }
}
