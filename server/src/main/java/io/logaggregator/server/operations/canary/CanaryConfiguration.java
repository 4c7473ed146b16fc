package io.logaggregator.server.operations.canary;

import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.store.Store;
import io.logaggregator.server.ingest.CanarySigning;
import io.logaggregator.server.ingest.IngestLifecycle;
import io.logaggregator.server.lifecycle.PeriodicTask;
import io.logaggregator.server.settings.CanarySettings;
import io.logaggregator.server.settings.QueueSettings;
import io.logaggregator.server.settings.QueueSettings.TopicFormat;
import io.logaggregator.wire.WireFormat;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs the canary, unless it is disabled or no topic accepts logs. */
@Configuration(proxyBeanMethods = false)
class CanaryConfiguration {

    private static final Logger log = LoggerFactory.getLogger(Canary.class);

    @Bean
    HealthIndicator canary(
            CanarySettings settings,
            QueueSettings queueSettings,
            MessageQueue queue,
            Store store,
            IngestLifecycle ingest,
            CanarySigning signing,
            MeterRegistry registry,
            InstantSource clock) {
        if (settings.interval().isZero()) {
            return () -> CanaryHealth.disabled("disabled: aggregator.canary.interval is 0");
        }
        Optional<TopicFormat> topic = queueSettings.topicOf(WireFormat.LOG);
        if (topic.isEmpty()) {
            log.warn("canary disabled: reason=no topic for logs in aggregator.queue.topics");
            return () -> CanaryHealth.disabled("no topic for logs in aggregator.queue.topics");
        }
        CanaryMessages messages = new CanaryMessages(
                topic.get().topic(), instance(queueSettings.kafka().instanceId()), UUID.randomUUID(), signing);
        Canary canary = new Canary(queue, store.logs(), messages, settings, registry, clock);
        return new CanaryHealth(canary, settings.interval(), ingest);
    }

    /** The configured name, or the host name. */
    private static String instance(String configured) {
        if (!configured.isBlank()) {
            return configured;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown instance";
        }
    }

    /**
     * Runs the canary, and reports its health: down while events do not arrive. It is not part of readiness, since other
     * instances would not find the events either.
     */
    private static final class CanaryHealth implements HealthIndicator, AutoCloseable {

        private static final Duration SEARCH_INTERVAL = Duration.ofMillis(100);

        private final Canary canary;
        private final IngestLifecycle ingest;
        private final PeriodicTask sending;
        private final PeriodicTask searching;

        /** Sends once ingest has started. */
        CanaryHealth(Canary canary, Duration interval, IngestLifecycle ingest) {
            this.canary = canary;
            this.ingest = ingest;
            sending = PeriodicTask.start("canary-send", interval, ingest.onceStarted(canary::send));
            searching = PeriodicTask.start("canary-search", SEARCH_INTERVAL, canary::search);
        }

        @Override
        public Health health() {
            if (!ingest.waitsFor().isEmpty()) {
                return disabled(ingest.waitsFor());
            }
            Health.Builder health = canary.problem()
                    .map(reason -> Health.down().withDetail("reason", reason))
                    .orElseGet(Health::up);
            return withCounts(health, canary.counts()).build();
        }

        private static Health.Builder withCounts(Health.Builder health, CanaryCounts counts) {
            health.withDetail("sent", counts.sent())
                    .withDetail("inTime", counts.inTime())
                    .withDetail("late", counts.late())
                    .withDetail("missing", counts.missing())
                    .withDetail("duplicates", counts.duplicates())
                    .withDetail("unsent", counts.unsent());
            counts.lastSentAt().ifPresent(at -> health.withDetail("lastSentAt", at));
            counts.newestFound()
                    .ifPresent(newest -> health.withDetail("lastFoundAt", newest.foundAt())
                            .withDetail("delayMillis", newest.delay().toMillis()));
            return health;
        }

        /** Unknown, since no events are sent. */
        static Health disabled(String reason) {
            return Health.unknown().withDetail("reason", reason).build();
        }

        @Override
        public void close() {
            sending.close();
            searching.close();
        }
    }
}
