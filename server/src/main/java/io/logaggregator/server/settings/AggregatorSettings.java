package io.logaggregator.server.settings;

import jakarta.validation.Valid;

/**
 * The settings below the prefix {@code aggregator}. {@link io.logaggregator.server.settings.binding.SettingsCheck} binds and
 * validates them.
 */
public record AggregatorSettings(
        @Valid QueueSettings queue,
        @Valid DatabaseSettings database,
        @Valid IngestSettings ingest,
        @Valid EnrichmentSettings enrichment,
        @Valid RetentionSettings retention,
        @Valid AlertSettings alerts,
        @Valid CacheSettings cache,
        @Valid ApiSettings api,
        @Valid HttpSettings http,
        @Valid TailSettings tail,
        @Valid ExportSettings export,
        @Valid CanarySettings canary,
        @Valid SecuritySettings security) {}
