package io.logaggregator.core.ingest;

import io.logaggregator.core.observation.LogTexts;
import java.time.Duration;
import java.util.List;

/**
 * Defaults for observations, and the limits of plausible timestamps.
 *
 * @param texts of events without them; empty for no default
 * @param tags added to every event
 * @param maxAhead how far the clock of a sender may be ahead
 * @param retention retention of rows; an earlier timestamp is implausible
 */
public record Enrichment(LogTexts texts, List<String> tags, Duration maxAhead, Duration retention) {

    public Enrichment {
        tags = List.copyOf(tags);
        if (maxAhead.isNegative()) {
            throw new IllegalArgumentException("maxAhead: " + maxAhead + " (expected: not negative)");
        }
        if (!retention.isPositive()) {
            throw new IllegalArgumentException("retention: " + retention + " (expected: positive)");
        }
    }
}
