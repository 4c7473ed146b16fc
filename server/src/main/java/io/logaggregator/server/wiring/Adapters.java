package io.logaggregator.server.wiring;

import io.logaggregator.core.alerting.notify.ChannelKind;
import io.logaggregator.core.alerting.notify.ChannelKinds;
import io.logaggregator.core.logs.match.AttributeReader;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.store.Store;
import io.logaggregator.notifiers.webhook.WebhookConfig;
import io.logaggregator.notifiers.webhook.WebhookNotifier;
import io.logaggregator.queue.kafka.KafkaQueue;
import io.logaggregator.queue.kafka.KafkaQueueConfig;
import io.logaggregator.server.settings.AlertSettings;
import io.logaggregator.server.settings.DatabaseSettings;
import io.logaggregator.server.settings.IngestSettings;
import io.logaggregator.server.settings.QueueSettings;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.PostgresStoreConfig;
import io.logaggregator.wire.attributes.JsonAttributes;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Builds the adapters from the settings. Adapters are independent of Spring, and do no I/O before their first use. */
@Configuration(proxyBeanMethods = false)
@Import(StoreRoles.class)
class Adapters {

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    AttributeReader attributeReader() {
        return new JsonAttributes();
    }

    @Bean
    Store store(DatabaseSettings settings) {
        return new PostgresStore(storeConfig(settings));
    }

    @Bean
    MessageQueue messageQueue(QueueSettings settings, IngestSettings ingest, InstantSource clock) {
        return new KafkaQueue(queueConfig(settings, ingest), clock);
    }

    @Bean
    ChannelKinds channelKinds(List<ChannelKind> kinds) {
        return new ChannelKinds(kinds);
    }

    @Bean
    WebhookNotifier webhookNotifier(AlertSettings settings, InstantSource clock) {
        AlertSettings.Webhook webhook = settings.webhook();
        return new WebhookNotifier(
                new WebhookConfig(webhook.timeout(), webhook.allowPrivateRedirects(), "log-aggregator"), clock);
    }

    static PostgresStoreConfig storeConfig(DatabaseSettings settings) {
        return new PostgresStoreConfig(
                settings.url(),
                settings.user(),
                settings.resolvedPassword().value(),
                settings.poolSize(),
                settings.connectionTimeout(),
                settings.queryTimeout(),
                settings.messageIndex(),
                settings.driverProperties());
    }

    static KafkaQueueConfig queueConfig(QueueSettings settings, IngestSettings ingest) {
        QueueSettings.Kafka kafka = settings.kafka();
        return new KafkaQueueConfig(
                kafka.bootstrapServers(),
                kafka.groupId(),
                settings.topicNames(),
                Optional.of(kafka.instanceId()).filter(id -> !id.isBlank()),
                ingest.maxBatchMessages(),
                Math.toIntExact(ingest.maxBatchBytes().toBytes()),
                kafka.publishTimeout(),
                kafka.clientProperties());
    }
}
