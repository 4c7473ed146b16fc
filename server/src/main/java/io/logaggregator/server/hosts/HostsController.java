package io.logaggregator.server.hosts;

import io.logaggregator.core.access.Scope;
import io.logaggregator.core.alerting.alert.Alerts;
import io.logaggregator.core.hosts.Host;
import io.logaggregator.core.hosts.HostDirectory;
import io.logaggregator.core.observation.ProcessSnapshot;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.web.ItemsView;
import io.logaggregator.server.web.ProblemException;
import io.logaggregator.server.web.TimeRange;
import io.logaggregator.server.web.WholeNumber;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Hosts, and the processes on them. */
@RestController
@RequestMapping("/api/v1/hosts")
class HostsController {

    private final HostDirectory hosts;
    private final Alerts alerts;
    private final InstantSource clock;

    HostsController(HostDirectory hosts, Alerts alerts, InstantSource clock) {
        this.hosts = hosts;
        this.alerts = alerts;
        this.clock = clock;
    }

    /** Lists the hosts with their newest values. */
    @RequiresScope(Scope.READ)
    @GetMapping
    ItemsView<HostView> listHosts() {
        Map<String, Long> open = alerts.openByHost();
        return new ItemsView<>(
                hosts.list().stream().map(host -> HostView.of(host, open)).toList());
    }

    /** Gets a host with its newest values. */
    @RequiresScope(Scope.READ)
    @GetMapping("/{host}")
    HostView getHost(@PathVariable String host) {
        return hosts.find(host)
                .map(found -> HostView.of(found, alerts.openByHost()))
                .orElseThrow(() -> ProblemException.notFound("There is no host " + host + "."));
    }

    /** Gets the processes of a host: the newest list within the hour before a time. */
    @RequiresScope(Scope.READ)
    @GetMapping("/{host}/processes")
    ProcessesView getHostProcesses(
            @PathVariable String host,
            @RequestParam
                    @Parameter(
                            description = "The time. Default: 10 minutes from now, for clocks that are ahead.",
                            example = "-1m")
                    Optional<Instant> at,
            @RequestParam(defaultValue = "CPU")
                    @Parameter(description = "The resource to sort by, largest use first.", example = "MEMORY")
                    Order sort,
            @RequestParam(defaultValue = "100")
                    @WholeNumber(min = 1, max = "10000")
                    @Parameter(description = "Maximum number of processes.", example = "5")
                    int limit) {
        Instant time = at.orElseGet(() -> clock.instant().plus(TimeRange.CLOCK_SKEW));
        return hosts.processes(host, time)
                .map(snapshot -> ProcessesView.of(snapshot, sort.comparator(), limit))
                .orElseThrow(() -> ProblemException.notFound(
                        "There is no list of processes of " + host + " within the hour before " + time + "."));
    }

    /** The resource to sort by, largest use first. */
    enum Order {
        CPU,
        MEMORY;

        private Comparator<ProcessSnapshot.Entry> comparator() {
            return switch (this) {
                case CPU ->
                    Comparator.comparingDouble(ProcessSnapshot.Entry::cpuRatio).reversed();
                case MEMORY ->
                    Comparator.comparingLong(ProcessSnapshot.Entry::memoryBytes).reversed();
            };
        }
    }

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
}
