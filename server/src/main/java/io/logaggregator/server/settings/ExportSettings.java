package io.logaggregator.server.settings;

/**
 * {@code aggregator.export}: logs as files.
 *
 * @param atATime how many exports one instance reads at once, each on a connection of its own
 */
public record ExportSettings(int atATime) {

    public ExportSettings {
        Check.range("aggregator.export.at-a-time", atATime, 1, 100);
    }
}
