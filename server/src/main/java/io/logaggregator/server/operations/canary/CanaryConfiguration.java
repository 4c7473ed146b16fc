package io.logaggregator.server.operations.canary;

import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.store.Store;
import io.logaggregator.server.ingest.IngestLifecycle;
import io.logaggregator.server.settings.CanarySettings;
import io.logaggregator.server.settings.QueueSettings;
import io.logaggregator.server.settings.TopicFormat;
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

/** Has the canary at work, unless it is switched off, or has no way to go. */
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
            MeterRegistry registry,
            InstantSource clock) {
        if (settings.interval().isZero()) {
            return () -> CanaryTask.off("switched off: aggregator.canary.interval is 0");
        }
        Optional<TopicFormat> topic = queueSettings.topicOf(WireFormat.LOG);
        if (topic.isEmpty()) {
            log.warn("no canary is sent: no topic takes logs, see aggregator.queue.topics");
            return () -> CanaryTask.off("no topic takes logs: aggregator.queue.topics");
        }
        CanaryMessages messages = new CanaryMessages(
                topic.get().topic(), instance(queueSettings.kafka().instanceId()), UUID.randomUUID());
        Canary canary = new Canary(queue, store.logs(), messages, settings, registry, clock);
        return new CanaryTask(canary, settings.interval(), ingest);
    }

    /** As configured, or else the name of the machine. */
    private static String instance(String configured) {
        if (!configured.isBlank()) {
            return configured;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "an instance without a name";
        }
    }
}
