package io.logaggregator.server.settings;

import io.logaggregator.server.settings.values.Between;
import java.time.Duration;
import java.util.List;

/**
 * {@code aggregator.enrichment}: values added to log events.
 *
 * @param environment for events without one, as {@code application} and {@code component}; blank adds nothing
 * @param tags added to every event
 * @param maxClockAhead tolerance for sender clocks that are ahead; later timestamps become the time of receipt
 */
public record EnrichmentSettings(
        String environment,
        String application,
        String component,
        List<String> tags,
        @Between(min = "0s", max = "1d") Duration maxClockAhead) {

    public EnrichmentSettings {
        tags = List.copyOf(tags);
    }
}
