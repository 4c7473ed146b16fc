package io.logaggregator.server.access;

import io.logaggregator.core.access.ApiKeys;
import io.logaggregator.core.access.BrowserSessions;
import io.logaggregator.server.ingest.IngestLifecycle;
import io.logaggregator.server.lifecycle.PeriodicTask;
import io.logaggregator.server.settings.SecuritySettings;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Provides the configured key, and refreshes the keys of the store. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    /** Every instance rejects a revoked key within a second. */
    private static final Duration REFRESH = Duration.ofMillis(300);

    private static final Duration STORE_USE = Duration.ofMinutes(1);

    @Bean
    ConfiguredKey configuredKey(SecuritySettings settings) {
        return ConfiguredKey.provide(settings);
    }

    @Bean
    KeyRing keyRing(ConfiguredKey configured, ApiKeys keys, InstantSource clock) {
        return new KeyRing(configured, keys, clock);
    }

    @Bean
    Sessions sessions(BrowserSessions sessions, KeyRing keys, SecuritySettings settings, InstantSource clock) {
        return new Sessions(sessions, keys, settings.session(), clock);
    }

    @Bean
    RateLimit<String> failedAttempts(SecuritySettings settings) {
        return new RateLimit<>(settings.failedAttemptsPerMinute());
    }

    @Bean
    PeriodicTask keyRefresh(KeyRing keys, IngestLifecycle lifecycle) {
        return PeriodicTask.start("keys", REFRESH, lifecycle.onceStarted(keys::refresh));
    }

    @Bean
    PeriodicTask keyUse(KeyRing keys, IngestLifecycle lifecycle) {
        return PeriodicTask.start("key-use", STORE_USE, lifecycle.onceStarted(keys::storeUse));
    }
}
