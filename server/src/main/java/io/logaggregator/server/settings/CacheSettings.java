package io.logaggregator.server.settings;

import io.logaggregator.server.settings.values.Between;
import org.springframework.util.unit.DataSize;

/**
 * {@code aggregator.cache}: the query cache.
 *
 * @param size memory limit of the cached results; 0 disables the cache
 */
public record CacheSettings(
        @Between(min = "0", max = "16GB") DataSize size) {}
