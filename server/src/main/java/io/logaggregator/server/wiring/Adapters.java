package io.logaggregator.server.wiring;

import io.logaggregator.core.alerting.notify.ChannelKind;
import io.logaggregator.core.alerting.notify.ChannelKinds;
import io.logaggregator.core.logs.match.AttributeReader;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.store.Store;
import io.logaggregator.notifiers.webhook.WebhookConfig;
import io.logaggregator.notifiers.webhook.WebhookNotifier;
import io.logaggregator.queue.kafka.KafkaQueue;
import io.logaggregator.server.cache.CachedStore;
import io.logaggregator.server.settings.AlertSettings;
import io.logaggregator.server.settings.CacheSettings;
import io.logaggregator.server.settings.DatabaseSettings;
import io.logaggregator.server.settings.IngestSettings;
import io.logaggregator.server.settings.QueueSettings;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.wire.attributes.JsonAttributes;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Builds the adapters from the settings. They know nothing of Spring, and do no I/O until they are used. */
@Configuration(proxyBeanMethods = false)
class Adapters {

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    AttributeReader attributeReader() {
        return new JsonAttributes();
    }

    /** The store as most know it. It ends with the one that it asks. */
    @Primary
    @Bean(destroyMethod = "")
    Store store(
            @Qualifier("uncachedStore") Store uncached,
            CacheSettings cache,
            MeterRegistry registry,
            InstantSource clock) {
        long bytes = cache.size().toBytes();
        return bytes == 0 ? uncached : new CachedStore(uncached, bytes, registry, clock);
    }

    /** For who asks the same again and again, to see when the answer changes. */
    @Bean
    Store uncachedStore(DatabaseSettings settings) {
        return new PostgresStore(settings.storeConfig());
    }

    @Bean
    MessageQueue messageQueue(QueueSettings settings, IngestSettings ingest, InstantSource clock) {
        return new KafkaQueue(settings.kafka().queueConfig(ingest), clock);
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
}
