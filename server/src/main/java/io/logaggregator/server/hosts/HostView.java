package io.logaggregator.server.hosts;

import io.logaggregator.core.hosts.Host;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A host with its newest values.
 *
 * @param cpuUtilization 0..1 of the whole host
 * @param memoryUtilization 0..1
 * @param openAlerts number of alerts that are not resolved
 * @param metrics all newest values by OpenTelemetry name
 */
record HostView(
        String name,
        Instant firstSeenAt,
        Instant lastSeenAt,
        @Nullable Double cpuUtilization,
        @Nullable Double memoryUtilization,
        @Nullable Long processCount,
        @Nullable Long cpuCount,
        @Nullable String os,
        @Nullable String arch,
        long openAlerts,
        SortedMap<String, Double> metrics) {

    static HostView of(Host host, Map<String, Long> openAlertsByHost) {
        Map<String, Double> metrics = host.metrics();
        return new HostView(
                host.name(),
                host.firstSeenAt(),
                host.lastSeenAt(),
                metrics.get("system.cpu.utilization"),
                metrics.get("system.memory.utilization"),
                count(metrics.get("system.process.count")),
                count(metrics.get("system.cpu.logical.count")),
                host.description().get("os.type"),
                host.description().get("host.arch"),
                openAlertsByHost.getOrDefault(host.name(), 0L),
                new TreeMap<>(metrics));
    }

    private static @Nullable Long count(@Nullable Double value) {
        return value == null ? null : Math.round(value);
    }
}
