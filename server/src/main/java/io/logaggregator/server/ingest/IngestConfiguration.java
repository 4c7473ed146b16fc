package io.logaggregator.server.ingest;

import static java.time.ZoneOffset.UTC;

import io.logaggregator.core.alerting.engine.CachedRules;
import io.logaggregator.core.common.Backoff;
import io.logaggregator.core.ingest.Decoder;
import io.logaggregator.core.ingest.Enricher;
import io.logaggregator.core.ingest.Enrichment;
import io.logaggregator.core.ingest.Ingest;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.store.Maintenance;
import io.logaggregator.core.store.StorageSize;
import io.logaggregator.core.store.Store;
import io.logaggregator.server.ingest.IngestLifecycle.StartupTask;
import io.logaggregator.server.lifecycle.PeriodicTask;
import io.logaggregator.server.lifecycle.StoreGauges;
import io.logaggregator.server.settings.AggregatorSettings.EnrichmentSettings;
import io.logaggregator.server.settings.AggregatorSettings.IngestSettings;
import io.logaggregator.server.settings.AggregatorSettings.RetentionSettings;
import io.logaggregator.server.settings.QueueSettings;
import io.logaggregator.server.settings.QueueSettings.TopicFormat;
import io.logaggregator.wire.WireFormats;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Builds the ingest pipeline from the settings. */
@Configuration(proxyBeanMethods = false)
class IngestConfiguration {

    private static final Duration INITIAL_BACKOFF = Duration.ofMillis(250);
    /** Short, since it also bounds the delay after a dependency becomes available again. */
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(5);

    private static final Duration LAG_INTERVAL = Duration.ofSeconds(5);
    private static final Duration STORAGE_INTERVAL = Duration.ofMinutes(1);

    @Bean
    CanarySigning canarySigning(Store store) {
        return new CanarySigning(store);
    }

    @Bean
    Enricher enricher(EnrichmentSettings settings, RetentionSettings retention, CanarySigning canaries) {
        return new Enricher(
                new Enrichment(
                        LogTexts.of(settings.environment(), settings.application(), settings.component()),
                        settings.tags(),
                        settings.maxClockAhead(),
                        retention.period()),
                event -> canaries.get().isValid(event));
    }

    @Bean
    Ingest consumerLoops(
            MessageQueue queue,
            Store store,
            QueueSettings queueSettings,
            WireFormats formats,
            EnrichmentSettings enrichment,
            Enricher enricher,
            CachedRules rules,
            MeterRegistry registry,
            IngestSettings settings,
            InstantSource clock) {
        Map<String, Decoder> decoders = queueSettings.topics().stream()
                .collect(Collectors.toMap(
                        TopicFormat::topic, topic -> formats.topicDecoder(topic.format(), enrichment.timeZone())));
        return new Ingest(
                queue,
                store::openIngestSession,
                decoders,
                enricher,
                rules,
                new MicrometerIngestMetrics(registry),
                settings.consumers(),
                settings.maxBatchBytes().toBytes(),
                IngestConfiguration::backoff,
                clock);
    }

    @Bean
    IngestLifecycle ingestLifecycle(
            Store store,
            Ingest ingest,
            Maintenance maintenance,
            RetentionSettings retention,
            List<StartupTask> startupTasks,
            MeterRegistry registry,
            InstantSource clock) {
        return new IngestLifecycle(
                store, ingest, new MaintenanceTask(registry, maintenance, retention, clock), startupTasks, backoff());
    }

    /**
     * The consumer lag by partition. A gauge exists while this instance consumes its partition. The number of partitions
     * shows whether all are consumed: a foreign member of the group, for example, takes some of them.
     */
    @Bean
    PeriodicTask lagGauges(MeterRegistry registry, MessageQueue queue, IngestLifecycle lifecycle) {
        MultiGauge partitions = MultiGauge.builder("aggregator.topic")
                .description("Partitions of each consumed topic")
                .baseUnit("partitions")
                .register(registry);
        MultiGauge gauges = MultiGauge.builder("aggregator.lag")
                .description("Messages not yet consumed")
                .baseUnit("messages")
                .register(registry);
        return PeriodicTask.start("lag-gauges", LAG_INTERVAL, () -> {
            partitions.register(partitionRows(queue), true);
            gauges.register(lagRows(lifecycle), true);
        });
    }

    private static List<MultiGauge.Row<?>> partitionRows(MessageQueue queue) {
        return queue.partitions().entrySet().stream()
                .<MultiGauge.Row<?>>map(topic -> MultiGauge.Row.of(Tags.of("topic", topic.getKey()), topic.getValue()))
                .toList();
    }

    private static List<MultiGauge.Row<?>> lagRows(IngestLifecycle lifecycle) {
        return lifecycle.loops().stream()
                .flatMap(loop -> loop.lag().entrySet().stream())
                .<MultiGauge.Row<?>>map(lag -> MultiGauge.Row.of(
                        Tags.of(
                                "topic", lag.getKey().topic(),
                                "partition", String.valueOf(lag.getKey().number())),
                        lag.getValue()))
                .toList();
    }

    @Bean
    PeriodicTask storageGauges(
            MeterRegistry registry, StorageSize size, RetentionSettings retention, InstantSource clock) {
        return PeriodicTask.start(
                "storage-gauges", STORAGE_INTERVAL, storageGauges(registry, size, retention.period(), clock));
    }

    /** Gauges for capacity planning: total size, size of the last closed day, and retention. */
    static Runnable storageGauges(MeterRegistry registry, StorageSize size, Duration retention, InstantSource clock) {
        Gauge.builder("aggregator.storage.retention", retention, Duration::toSeconds)
                .description("Retention period")
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
        return new StoreGauges<>("storage size", () -> Bytes.of(size, clock), registry)
                .with("aggregator.storage", "bytes", "Size of the stored data, with indexes", Bytes::total)
                .with(
                        "aggregator.storage.day",
                        "bytes",
                        "Size of the observations of the last closed day (UTC)",
                        Bytes::lastDay);
    }

    private record Bytes(long total, long lastDay) {

        static Bytes of(StorageSize size, InstantSource clock) {
            LocalDate yesterday = LocalDate.ofInstant(clock.instant(), UTC).minusDays(1);
            return new Bytes(size.totalBytes(), size.dayBytes(yesterday));
        }
    }

    private static Backoff backoff() {
        return new Backoff(INITIAL_BACKOFF, MAX_BACKOFF, new SplittableRandom());
    }
}
