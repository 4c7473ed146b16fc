package io.logaggregator.server.settings;

/**
 * {@code aggregator.export}: log export.
 *
 * @param maxConcurrent concurrent exports of an instance, each with its own connection
 */
public record ExportSettings(
        @Between(min = "1", max = "100") int maxConcurrent) {}
