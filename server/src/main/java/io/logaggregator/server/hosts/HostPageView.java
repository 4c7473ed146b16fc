package io.logaggregator.server.hosts;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.core.hosts.Host;
import io.logaggregator.core.hosts.HostCounts;
import io.logaggregator.core.hosts.HostPage;
import io.logaggregator.core.hosts.HostQuery.Place;
import io.logaggregator.server.web.ProblemException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A page of hosts.
 *
 * @param nextCursor cursor of the next page; {@code null} on the last
 * @param counts of all hosts, whatever the parameters
 */
record HostPageView(List<HostView> items, @Nullable String nextCursor, HostCounts counts) {

    static HostPageView of(HostPage page, HostCounts counts, Instant activeSince) {
        return new HostPageView(
                page.items().stream()
                        .map(host -> HostView.of(host, activeSince))
                        .toList(),
                page.next().map(HostPageView::cursor).orElse(null),
                counts);
    }

    /** The cursor of the next page: the place of the last host of the page before, as opaque text. */
    private static String cursor(Place place) {
        byte[] name = place.name().getBytes(UTF_8);
        byte[] bytes = ByteBuffer.allocate(Double.BYTES + name.length)
                .putDouble(place.value())
                .put(name)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The place that a cursor represents. */
    static Place place(String cursor) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
            if (bytes.remaining() > Double.BYTES) {
                return new Place(bytes.getDouble(), UTF_8.decode(bytes).toString());
            }
        } catch (IllegalArgumentException e) {
            throw invalid(cursor);
        }
        throw invalid(cursor);
    }

    private static ProblemException invalid(String cursor) {
        return ProblemException.invalidParameter("cursor", cursor, "the nextCursor of the page before, unchanged");
    }

    /** Whether a host sends data. */
    enum HostState {
        UP,
        NO_DATA
    }

    /**
     * A host with its newest values.
     *
     * @param state {@code NO_DATA} if nothing was received in the last two minutes
     * @param cpuUtilization 0..1 of the whole host
     * @param memoryUtilization 0..1
     * @param openAlerts number of alerts that are not resolved
     * @param metrics newest values by OpenTelemetry name, at most 200
     */
    record HostView(
            String name,
            HostState state,
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

        static HostView of(Host host, Instant activeSince) {
            Map<String, Double> metrics = host.metrics();
            return new HostView(
                    host.name(),
                    host.lastSeenAt().isBefore(activeSince) ? HostState.NO_DATA : HostState.UP,
                    host.firstSeenAt(),
                    host.lastSeenAt(),
                    metrics.get("system.cpu.utilization"),
                    metrics.get("system.memory.utilization"),
                    count(metrics.get("system.process.count")),
                    count(metrics.get("system.cpu.logical.count")),
                    host.description().get("os.type"),
                    host.description().get("host.arch"),
                    host.openAlerts(),
                    new TreeMap<>(metrics));
        }

        private static @Nullable Long count(@Nullable Double value) {
            return value == null ? null : Math.round(value);
        }
    }
}
