package io.logaggregator.core.ingest;

import java.time.Duration;
import java.util.List;

/**
 * What is added to observations that lack it.
 *
 * @param environment of events that name none; empty to leave them so, and likewise the next two
 * @param tags added to every event
 * @param maxAhead how far the clock of a sender may be ahead of ours; a time beyond is not believed
 * @param retention how long rows are kept; a time before that is not believed
 */
public record Enrichment(
        String environment,
        String application,
        String component,
        List<String> tags,
        Duration maxAhead,
        Duration retention) {

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
