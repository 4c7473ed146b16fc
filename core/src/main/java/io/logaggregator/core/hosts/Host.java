package io.logaggregator.core.hosts;

import java.time.Instant;
import java.util.Map;

/**
 * A known host.
 *
 * @param environment the last one that the host named; empty if it named none
 * @param lastSeenAt newest {@code observedAt} of its observations
 * @param openAlerts number of alerts that are not resolved
 * @param metrics newest value by metric, of series without attributes other than descriptive ones; at most 200
 * @param description descriptive attributes with OpenTelemetry resource names, for example {@code os.type}
 */
public record Host(
        String name,
        String environment,
        Instant firstSeenAt,
        Instant lastSeenAt,
        long openAlerts,
        Map<String, Double> metrics,
        Map<String, String> description) {

    public Host {
        metrics = Map.copyOf(metrics);
        description = Map.copyOf(description);
    }
}
