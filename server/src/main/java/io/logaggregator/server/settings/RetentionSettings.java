package io.logaggregator.server.settings;

import io.logaggregator.server.settings.values.Between;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

/**
 * {@code aggregator.retention}: retention by age and by size.
 *
 * @param period age after which rows are dropped, by whole days
 * @param size above which the oldest days are dropped earlier; 0 for no limit
 */
public record RetentionSettings(
        @Between(min = "1d", max = "3650d") Duration period,

        @Between(min = "1GB", max = "1000000GB", orZero = true, message = "0 for no limit, or 1GB or more")
        DataSize size) {}
