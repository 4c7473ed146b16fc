package io.logaggregator.server.settings;

import io.logaggregator.server.settings.values.Between;

/**
 * {@code aggregator.export}: log export.
 *
 * @param maxConcurrent concurrent exports of an instance, each with its own connection
 */
public record ExportSettings(
        @Between(min = "1", max = "100") int maxConcurrent) {}
