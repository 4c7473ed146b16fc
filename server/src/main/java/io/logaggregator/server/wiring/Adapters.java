package io.logaggregator.server.wiring;

import io.logaggregator.core.access.ApiKeys;
import io.logaggregator.core.access.AuditLog;
import io.logaggregator.core.access.BrowserSessions;
import io.logaggregator.core.access.SavedViews;
import io.logaggregator.core.alerting.backtest.StoredHistory;
import io.logaggregator.core.alerting.notify.ChannelKinds;
import io.logaggregator.core.alerting.notify.Channels;
import io.logaggregator.core.alerting.notify.Outbox;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.alerting.scheduled.ScheduledEvaluation;
import io.logaggregator.core.alerting.silence.Inhibition;
import io.logaggregator.core.alerting.silence.MuteInterval;
import io.logaggregator.core.alerting.silence.MutedNotifications;
import io.logaggregator.core.alerting.silence.NamedDefinitions;
import io.logaggregator.core.alerting.silence.Silences;
import io.logaggregator.core.alerting.state.TimeBasedEvaluation;
import io.logaggregator.core.ledger.Ledger;
import io.logaggregator.core.ledger.RejectedMessages;
import io.logaggregator.core.logs.LogExport;
import io.logaggregator.core.logs.LogTail;
import io.logaggregator.core.logs.match.AttributeReader;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.store.Maintenance;
import io.logaggregator.core.store.StorageSize;
import io.logaggregator.core.store.Store;
import io.logaggregator.notifiers.Notifiers;
import io.logaggregator.notifiers.http.HttpSenderConfig;
import io.logaggregator.notifiers.message.AlertLinks;
import io.logaggregator.queue.kafka.KafkaQueue;
import io.logaggregator.queue.kafka.KafkaQueueConfig;
import io.logaggregator.server.settings.AggregatorSettings.IngestSettings;
import io.logaggregator.server.settings.AlertSettings;
import io.logaggregator.server.settings.DatabaseSettings;
import io.logaggregator.server.settings.QueueSettings;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.PostgresStoreConfig;
import io.logaggregator.wire.attributes.JsonAttributes;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** Builds the adapters from the settings. Adapters are independent of Spring, and do no I/O before their first use. */
@Configuration(proxyBeanMethods = false)
@Import(Adapters.StoreRoles.class)
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
    Store store(DatabaseSettings settings, IngestSettings ingest) {
        return new PostgresStore(storeConfig(settings, ingest));
    }

    @Bean
    NamedDefinitions<MuteInterval> muteIntervals(Store store) {
        return store.muteIntervals();
    }

    @Bean
    NamedDefinitions<Inhibition> inhibitions(Store store) {
        return store.inhibitions();
    }

    @Bean
    MessageQueue messageQueue(QueueSettings settings, IngestSettings ingest, InstantSource clock) {
        return new KafkaQueue(queueConfig(settings, ingest), clock);
    }

    @Bean
    static ChannelKinds channelKinds(AlertSettings settings, InstantSource clock) {
        AlertSettings.Webhook webhook = settings.webhook();
        HttpSenderConfig config =
                new HttpSenderConfig(webhook.timeout(), webhook.allowPrivateTargets(), "log-aggregator");
        return Notifiers.kinds(config, new AlertLinks(settings.externalUri()), clock);
    }

    static PostgresStoreConfig storeConfig(DatabaseSettings settings, IngestSettings ingest) {
        return new PostgresStoreConfig(
                settings.url(),
                settings.user(),
                settings.resolvedPassword().value(),
                settings.poolSize(),
                settings.connectionTimeout(),
                settings.queryTimeout(),
                ingest.maxHosts(),
                ingest.maxSeries(),
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

    /** Registers the roles of the store as beans, except those with cached queries. */
    static final class StoreRoles implements BeanRegistrar {

        @Override
        public void register(BeanRegistry registry, Environment environment) {
            register(registry, LogExport.class, Store::logExport);
            register(registry, LogTail.class, Store::logTail);
            register(registry, RejectedMessages.class, Store::rejectedMessages);
            register(registry, Ledger.class, Store::ledger);
            register(registry, Maintenance.class, Store::maintenance);
            register(registry, StorageSize.class, Store::storageSize);
            register(registry, AlertRules.class, Store::alertRules);
            register(registry, TimeBasedEvaluation.class, Store::timeBasedEvaluation);
            register(registry, ScheduledEvaluation.class, Store::scheduledEvaluation);
            register(registry, Channels.class, Store::channels);
            register(registry, Outbox.class, Store::outbox);
            register(registry, Silences.class, Store::silences);
            register(registry, MutedNotifications.class, Store::mutedNotifications);
            register(registry, StoredHistory.class, Store::storedHistory);
            register(registry, ApiKeys.class, Store::apiKeys);
            register(registry, BrowserSessions.class, Store::browserSessions);
            register(registry, SavedViews.class, Store::savedViews);
            register(registry, AuditLog.class, Store::auditLog);
        }

        private static <T> void register(BeanRegistry registry, Class<T> role, Function<Store, T> accessor) {
            registry.registerBean(role, bean -> bean.supplier(context -> accessor.apply(context.bean(Store.class))));
        }
    }
}
