package io.logaggregator.server.settings;

import org.springframework.util.unit.DataSize;

/**
 * {@code aggregator.cache}: the answers that are remembered.
 *
 * @param size the most memory they may take; none to remember nothing
 */
public record CacheSettings(DataSize size) {

    private static final DataSize LARGEST = DataSize.ofGigabytes(16);

    public CacheSettings {
        Check.that(
                !size.isNegative() && size.compareTo(LARGEST) <= 0,
                "aggregator.cache.size",
                size,
                "0 to " + LARGEST.toGigabytes() + "GB");
    }
}
