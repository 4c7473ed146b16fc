package io.logaggregator.server.config;

import io.logaggregator.application.MessageQueue;
import io.logaggregator.application.Store;
import io.logaggregator.application.alert.AttributeReader;
import io.logaggregator.application.alert.Notifier;
import io.logaggregator.notifiers.webhook.WebhookConfig;
import io.logaggregator.notifiers.webhook.WebhookNotifier;
import io.logaggregator.queue.kafka.KafkaQueue;
import io.logaggregator.queue.kafka.KafkaQueueConfig;
import io.logaggregator.server.cache.CachedStore;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.PostgresStoreConfig;
import io.logaggregator.wire.JsonAttributes;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
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
        return new PostgresStore(new PostgresStoreConfig(
                settings.url(),
                settings.user(),
                settings.password().value(),
                settings.poolSize(),
                settings.connectionTimeout(),
                settings.queryTimeout(),
                settings.messageIndex(),
                settings.driverProperties()));
    }

    @Bean
    MessageQueue messageQueue(QueueSettings settings, IngestSettings ingest, InstantSource clock) {
        QueueSettings.Kafka kafka = settings.kafka();
        return new KafkaQueue(
                new KafkaQueueConfig(
                        kafka.bootstrapServers(),
                        kafka.groupId(),
                        kafka.topics().stream().map(TopicFormat::topic).collect(Collectors.toSet()),
                        Optional.of(kafka.instanceId()).filter(id -> !id.isBlank()),
                        ingest.batchMessages(),
                        Math.toIntExact(ingest.batchBytes().toBytes()),
                        kafka.publishTimeout(),
                        clientProperties(kafka)),
                clock);
    }

    @Bean
    Notifier notifier(AlertSettings settings, InstantSource clock) {
        AlertSettings.Webhook webhook = settings.webhook();
        return new WebhookNotifier(
                new WebhookConfig(webhook.timeout(), webhook.allowPrivateRedirects(), "log-aggregator"), clock);
    }

    private static Map<String, String> clientProperties(QueueSettings.Kafka kafka) {
        Map<String, String> all =
                new HashMap<>(kafka.propertiesFile().path().map(Adapters::read).orElse(Map.of()));
        all.putAll(kafka.properties());
        return all;
    }

    private static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new InvalidSettingException(
                    "aggregator.queue.kafka.properties-file: " + file + " (expected: a readable file: " + e + ")", e);
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, properties::getProperty));
    }
}
