package io.logaggregator.server.settings;

import java.time.Duration;
import java.util.List;

/**
 * {@code aggregator.enrichment}: what is added to messages that lack it.
 *
 * @param environment of messages that name none; blank to leave them so, and likewise the next two
 * @param tags added to every log event
 * @param maxClockAhead how far the clock of a sender may be ahead; a time beyond is replaced by that of receipt
 */
public record EnrichmentSettings(
        String environment, String application, String component, List<String> tags, Duration maxClockAhead) {

    public EnrichmentSettings {
        Check.range("aggregator.enrichment.max-clock-ahead", maxClockAhead, Duration.ZERO, Duration.ofDays(1));
        tags = List.copyOf(tags);
    }
}
