package io.logaggregator.server.api;

import io.logaggregator.core.access.Scope;
import io.logaggregator.core.alerting.alert.Alerts;
import io.logaggregator.core.hosts.HostDirectory;
import io.logaggregator.core.observation.ProcessSnapshot;
import io.logaggregator.server.http.NotFoundException;
import io.logaggregator.server.parameter.ParameterType;
import io.logaggregator.server.parameter.RequestParameters;
import io.logaggregator.server.parameter.Takes;
import io.logaggregator.server.security.RequiresScope;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Hosts, and what runs on them. */
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
                .orElseThrow(() -> new NotFoundException("There is no host " + host + "."));
    }

    /** Gets the processes of a host: the newest list that is at most an hour older than asked for. */
    @RequiresScope(Scope.READ)
    @Takes(
            name = "at",
            type = ParameterType.INSTANT,
            says = "when; without it now, and ten minutes more for clocks that are ahead",
            example = "-1m")
    @Takes(
            name = "sort",
            type = ParameterType.CHOICE,
            choices = Order.class,
            says = "what those at the top use most of",
            standard = "CPU",
            example = "MEMORY")
    @Takes(
            name = "limit",
            type = ParameterType.NUMBER,
            says = "how many processes at most",
            lowest = "1",
            highest = "10000",
            standard = "100",
            example = "5")
    @GetMapping("/{host}/processes")
    ProcessesView getHostProcesses(@PathVariable String host, RequestParameters parameters) {
        Instant now = clock.instant();
        Instant at = parameters.instant("at", now).orElseGet(() -> now.plus(TimeRange.CLOCKS_AHEAD));
        Order order = parameters.oneOf("sort", Order.class);
        int limit = parameters.number("limit");
        return hosts.processes(host, at)
                .map(snapshot -> ProcessesView.of(snapshot, order.comparator(), limit))
                .orElseThrow(() -> new NotFoundException(
                        "There is no list of processes of " + host + " from the hour before " + at + "."));
    }

    /** What the processes at the top use most of. */
    private enum Order {
        CPU,
        MEMORY;

        Comparator<ProcessSnapshot.Entry> comparator() {
            return switch (this) {
                case CPU ->
                    Comparator.comparingDouble(ProcessSnapshot.Entry::cpuRatio).reversed();
                case MEMORY ->
                    Comparator.comparingLong(ProcessSnapshot.Entry::memoryBytes).reversed();
            };
        }
    }
}
