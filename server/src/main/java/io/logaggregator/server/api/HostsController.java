package io.logaggregator.server.api;

import io.logaggregator.application.HostDirectory;
import io.logaggregator.application.alert.Alerts;
import io.logaggregator.domain.ProcessSnapshot;
import io.logaggregator.domain.access.Scope;
import io.logaggregator.server.http.NotFoundException;
import io.logaggregator.server.security.RequiresScope;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Hosts, and what runs on them. */
@RestController
@RequestMapping("/api/v1/hosts")
class HostsController {

    private static final int MAX_PROCESSES = 10_000;

    private final HostDirectory hosts;
    private final Alerts alerts;
    private final InstantSource clock;

    HostsController(HostDirectory hosts, Alerts alerts, InstantSource clock) {
        this.hosts = hosts;
        this.alerts = alerts;
        this.clock = clock;
    }

    @RequiresScope(Scope.READ)
    @GetMapping
    ItemsView<HostView> list(@RequestParam MultiValueMap<String, String> request) {
        RequestParameters.refuseAll(request);
        Map<String, Long> open = alerts.openByHost();
        return new ItemsView<>(
                hosts.list().stream().map(host -> HostView.of(host, open)).toList());
    }

    @RequiresScope(Scope.READ)
    @GetMapping("/{host}")
    HostView one(@PathVariable String host, @RequestParam MultiValueMap<String, String> request) {
        RequestParameters.refuseAll(request);
        return hosts.find(host)
                .map(found -> HostView.of(found, alerts.openByHost()))
                .orElseThrow(() -> new NotFoundException("There is no host " + host + "."));
    }

    @RequiresScope(Scope.READ)
    @GetMapping("/{host}/processes")
    ProcessesView processes(@PathVariable String host, @RequestParam MultiValueMap<String, String> request) {
        RequestParameters parameters = new RequestParameters(request);
        Instant now = clock.instant();
        Instant at = TimeRange.instant(parameters, "at", now).orElseGet(() -> now.plus(TimeRange.CLOCKS_AHEAD));
        Comparator<ProcessSnapshot.Entry> order = order(parameters.text("sort").orElse("cpu"));
        int limit = parameters.number("limit", 1, MAX_PROCESSES, 100);
        parameters.refuseOthers();
        return hosts.processes(host, at)
                .map(snapshot -> ProcessesView.of(snapshot, order, limit))
                .orElseThrow(() -> new NotFoundException(
                        "There is no list of processes of " + host + " from the hour before " + at + "."));
    }

    private static Comparator<ProcessSnapshot.Entry> order(String sort) {
        return switch (sort) {
            case "cpu" ->
                Comparator.comparingDouble(ProcessSnapshot.Entry::cpuRatio).reversed();
            case "memory" ->
                Comparator.comparingLong(ProcessSnapshot.Entry::memoryBytes).reversed();
            default -> throw RequestParameters.invalid("sort", sort, "cpu or memory");
        };
    }
}
