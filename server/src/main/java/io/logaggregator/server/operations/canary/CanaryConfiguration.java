package io.logaggregator.server.operations.canary;

import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.store.Store;
import io.logaggregator.server.ingest.CanarySigning;
import io.logaggregator.server.ingest.IngestLifecycle;
import io.logaggregator.server.settings.CanarySettings;
import io.logaggregator.server.settings.QueueSettings;
import io.logaggregator.server.settings.QueueSettings.TopicFormat;
import io.logaggregator.wire.WireFormat;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
}
