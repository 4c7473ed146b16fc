package io.logaggregator.server.ingest;

import io.logaggregator.core.alerting.engine.CachedRules;
import io.logaggregator.core.common.Backoff;
import io.logaggregator.core.ingest.Decoder;
import io.logaggregator.core.ingest.Enricher;
import io.logaggregator.core.ingest.Enrichment;
import io.logaggregator.core.ingest.Ingest;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.store.Maintenance;
import io.logaggregator.core.store.StorageSize;
import io.logaggregator.core.store.Store;
import io.logaggregator.server.lifecycle.PeriodicTask;
import io.logaggregator.server.lifecycle.StartupTask;
import io.logaggregator.server.settings.EnrichmentSettings;
import io.logaggregator.server.settings.IngestSettings;
import io.logaggregator.server.settings.QueueSettings;
import io.logaggregator.server.settings.RetentionSettings;
import io.logaggregator.server.settings.TopicFormat;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the ingest together from the settings. */
@Configuration(proxyBeanMethods = false)
class IngestConfiguration {

    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    /** Short, since this is also how late the ingest notices that the world is back. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private static final Duration LAG_PAUSE = Duration.ofSeconds(5);
    private static final Duration STORAGE_PAUSE = Duration.ofMinutes(1);

    @Bean
    Enricher enricher(EnrichmentSettings settings, RetentionSettings retention) {
        return new Enricher(new Enrichment(
                settings.environment(),
                settings.application(),
                settings.component(),
                settings.tags(),
                settings.maxClockAhead(),
                retention.period()));
    }

    @Bean
    Ingest consumerLoops(
            MessageQueue queue,
            Store store,
            QueueSettings queueSettings,
            Enricher enricher,
            CachedRules rules,
            MeterRegistry registry,
            IngestSettings settings,
            InstantSource clock) {
        Map<String, Decoder> decoders = queueSettings.kafka().topics().stream()
                .collect(Collectors.toMap(
                        TopicFormat::topic, topic -> topic.format().decoder()));
        return new Ingest(
                queue,
                store::openIngestSession,
                decoders,
                enricher,
                rules,
                new MicrometerIngestMetrics(registry),
                settings.consumers(),
                IngestConfiguration::backoff,
                clock);
    }

    @Bean
    IngestLifecycle ingestLifecycle(
            Store store,
            Ingest ingest,
            Maintenance upkeep,
            RetentionSettings retention,
            List<StartupTask> startupTasks,
            MeterRegistry registry,
            InstantSource clock) {
        return new IngestLifecycle(
                store, ingest, new MaintenanceTask(registry, upkeep, retention, clock), startupTasks, backoff());
    }

    @Bean
    PeriodicTask lagGauges(MeterRegistry registry, IngestLifecycle lifecycle) {
        return PeriodicTask.start("lag-gauges", LAG_PAUSE, new LagGauges(registry, lifecycle));
    }

    @Bean
    PeriodicTask storageGauges(
            MeterRegistry registry, StorageSize size, RetentionSettings retention, InstantSource clock) {
        return PeriodicTask.start(
                "storage-gauges", STORAGE_PAUSE, new StorageGauges(registry, size, retention.period(), clock));
    }

    private static Backoff backoff() {
        return new Backoff(FIRST_WAIT, LONGEST_WAIT, new SplittableRandom());
    }
}
