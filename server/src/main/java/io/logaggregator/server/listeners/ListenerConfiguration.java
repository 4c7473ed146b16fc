package io.logaggregator.server.listeners;

import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.server.access.KeyRing;
import io.logaggregator.server.gateways.GatewaySplitters;
import io.logaggregator.server.overload.FairPool;
import io.logaggregator.server.overload.MemoryBudgets;
import io.logaggregator.server.settings.AggregatorSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The listeners and their health. */
@Configuration(proxyBeanMethods = false)
class ListenerConfiguration {

    @Bean
    Listeners socketListeners(
            AggregatorSettings settings,
            Environment environment,
            MessageQueue queue,
            FairPool decoding,
            GatewaySplitters splitters,
            MemoryBudgets memory,
            KeyRing keys,
            SslBundles bundles,
            MeterRegistry registry,
            InstantSource clock) {
        return new Listeners(
                settings.listeners(),
                environment.getProperty("server.address", "127.0.0.1"),
                new Listeners.Parts(queue, decoding, splitters, memory.uploads(), keys, bundles, registry, clock));
    }

    /** Down while the key of a listener is rejected; not part of liveness and readiness, since other clients are served. */
    @Bean
    HealthIndicator listeners(Listeners listeners) {
        return () -> {
            Map<String, String> rejections = listeners.rejections();
            Health.Builder health = rejections.isEmpty() ? Health.up() : Health.down();
            listeners.names().forEach(name -> health.withDetail(name, rejections.getOrDefault(name, "listening")));
            return health.build();
        };
    }
}
