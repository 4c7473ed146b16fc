package io.logaggregator.server.config;

import java.time.Duration;

/**
 * {@code aggregator.retention}: how long things are kept.
 *
 * @param period after which rows are dropped, a whole day at a time
 */
public record RetentionSettings(Duration period) {

    public RetentionSettings {
        Check.range("aggregator.retention.period", period, Duration.ofDays(1), Duration.ofDays(3650));
    }
}
