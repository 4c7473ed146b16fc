package io.logaggregator.server.settings;

import java.time.Duration;
import org.springframework.util.unit.DataSize;

/**
 * {@code aggregator.retention}: how long things are kept, and how much of them.
 *
 * @param period after which rows are dropped, a whole day at a time
 * @param size above which the oldest are dropped before that; 0 for no such limit
 */
public record RetentionSettings(Duration period, DataSize size) {

    private static final DataSize SMALLEST = DataSize.ofGigabytes(1);

    public RetentionSettings {
        Check.range("aggregator.retention.period", period, Duration.ofDays(1), Duration.ofDays(3650));
        Check.that(
                size.toBytes() == 0 || size.compareTo(SMALLEST) >= 0,
                "aggregator.retention.size",
                size,
                "0 for no limit, or " + SMALLEST.toGigabytes() + "GB or more");
    }
}
