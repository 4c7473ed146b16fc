package io.logaggregator.core.hosts;

import java.time.Instant;
import java.util.Map;

/**
 * A host that has sent something.
 *
 * @param lastSeenAt the newest {@code observedAt} of anything it sent
 * @param metrics the newest value of each metric that has no attributes but descriptive ones, by name
 * @param description what it says about itself, by OpenTelemetry's resource names, for example {@code os.type}
 */
public record Host(
        String name,
        Instant firstSeenAt,
        Instant lastSeenAt,
        Map<String, Double> metrics,
        Map<String, String> description) {

    public Host {
        metrics = Map.copyOf(metrics);
        description = Map.copyOf(description);
    }
}
