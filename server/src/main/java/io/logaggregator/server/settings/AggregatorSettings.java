package io.logaggregator.server.settings;

import org.springframework.boot.context.properties.ConfigurationProperties;

/** Everything below the prefix {@code aggregator}. {@link SettingsCheck} refuses what has no place here. */
@ConfigurationProperties(prefix = "aggregator")
public record AggregatorSettings(
        QueueSettings queue,
        DatabaseSettings database,
        IngestSettings ingest,
        EnrichmentSettings enrichment,
        RetentionSettings retention,
        AlertSettings alerts,
        CacheSettings cache,
        ApiSettings api,
        HttpSettings http,
        TailSettings tail,
        ExportSettings export,
        CanarySettings canary,
        SecuritySettings security) {}
