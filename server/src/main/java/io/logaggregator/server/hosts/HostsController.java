package io.logaggregator.server.hosts;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.core.access.Scope;
import io.logaggregator.core.hosts.Host;
import io.logaggregator.core.hosts.HostCounts;
import io.logaggregator.core.hosts.HostDirectory;
import io.logaggregator.core.hosts.HostPage;
import io.logaggregator.core.hosts.HostQuery;
import io.logaggregator.core.hosts.HostQuery.Place;
import io.logaggregator.core.observation.ProcessSnapshot;
import io.logaggregator.server.security.Caller;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.web.Cursor.Source;
import io.logaggregator.server.web.ProblemException;
import io.logaggregator.server.web.TimeRange;
import io.logaggregator.server.web.WholeNumber;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.constraints.NotEmpty;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Hosts, and the processes on them. */
@RestController
@RequestMapping("/api/v1")
class HostsController {

    private static final String NAME = "the name of a host; GET /api/v1/hosts lists them";
    private static final String HOST = "The name of the host.";
    private static final String AT = "The time. Default: 10 minutes from now, for clocks that are ahead.";
    private static final String ORDER = "The resource to sort by, largest use first.";
    private static final String MAX_PROCESSES = "Maximum number of processes.";

    /** A host that sent nothing for this time has no data. */
    private static final Duration NO_DATA_AFTER = Duration.ofMinutes(2);

    private final HostDirectory hosts;
    private final InstantSource clock;

    HostsController(HostDirectory hosts, InstantSource clock) {
        this.hosts = hosts;
        this.clock = clock;
    }

    /** Lists hosts with their newest values, and counts all hosts by state. */
    @RequiresScope(Scope.READ)
    @GetMapping("/hosts")
    HostPageView listHosts(
            @RequestParam
                    @Parameter(description = "Part of the name, case-insensitive. Default: all hosts.", example = "web")
                    Optional<String> name,
            @RequestParam @Parameter(description = """
                                    `UP` (data in the last two minutes), `NO_DATA`, or `WITH_ALERTS` (unresolved ones). Default: \
                                    all hosts.""", example = "NO_DATA") Optional<HostQuery.State> state,
            @RequestParam
                    @Parameter(
                            description =
                                    "The last environment that a host named; empty: none was named. Default: all hosts.",
                            example = "prod")
                    Optional<String> environment,
            @RequestParam(defaultValue = "NAME") @Parameter(description = """
                                    `NAME`, `ENVIRONMENT` (then by name), or the value to sort by, largest first: newest `CPU`, `MEMORY` or `DISK` utilization, \
                                    number of `PROCESSES` or unresolved `ALERTS`, or `SEEN`, the time of the newest data.""", example = "CPU") HostQuery.Order sort,
            @RequestParam(defaultValue = "false")
                    @Parameter(
                            description = "Whether to reverse the order: the smallest value first.",
                            example = "true")
                    boolean reverse,
            @RequestParam(defaultValue = WholeNumber.PAGE_SIZE)
                    @WholeNumber(min = 1, max = WholeNumber.MAX_PAGE_SIZE)
                    @Parameter(
                            description = "Maximum number of items; a page of large items has fewer.",
                            example = "20")
                    int limit,
            @RequestParam
                    @Parameter(
                            description =
                                    "`nextCursor` of the page before; the other parameters must not change. Default: the first page.")
                    Optional<String> cursor) {
        Instant activeSince = activeSince();
        HostQuery query =
                new HostQuery(name.filter(part -> !part.isEmpty()), state, environment, sort, reverse, activeSince);
        Optional<HostQuery.Place> after = cursor.filter(text -> !text.isEmpty()).map(HostPageView::place);
        return HostPageView.of(hosts.list(query, limit, after), hosts.count(activeSince), activeSince);
    }

    /** In whole seconds, so that the queries of a second are equal. */
    private Instant activeSince() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).minus(NO_DATA_AFTER);
    }

    /** Gets a host with its newest values. */
    @RequiresScope(Scope.READ)
    @GetMapping("/hosts/{host}")
    HostView getHost(@PathVariable String host) {
        return hosts.find(host).map(found -> HostView.of(found, activeSince())).orElseThrow(() -> noSuchHost(host));
    }

    /** Gets a host of any name, also one that cannot be part of a path: with slash, backslash, percent sign or semicolon. */
    @RequiresScope(Scope.READ)
    @ApiResponse(responseCode = "404", description = "There is no such host.")
    @GetMapping("/host")
    @ResponseStatus(HttpStatus.OK)
    HostView getHostByName(
            @RequestParam(required = false) @NotEmpty(message = NAME) @Parameter(description = HOST, example = "web-1")
                    String name) {
        return getHost(name);
    }

    /**
     * Removes a host from the lists. Its alerts are resolved, and rules no longer expect data from it. Its logs, samples and
     * processes stay until the end of their retention. A host that sends again appears again.
     */
    @RequiresScope(Scope.OPERATE)
    @DeleteMapping("/hosts/{host}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteHost(@PathVariable String host) {
        if (!hosts.remove(host, Caller.actor(), clock.instant())) {
            throw noSuchHost(host);
        }
    }

    /** Removes a host of any name from the lists. */
    @RequiresScope(Scope.OPERATE)
    @ApiResponse(responseCode = "404", description = "There is no such host.")
    @DeleteMapping("/host")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteHostByName(
            @RequestParam(required = false) @NotEmpty(message = NAME) @Parameter(description = HOST, example = "web-1")
                    String name) {
        deleteHost(name);
    }

    private static ProblemException noSuchHost(String host) {
        return ProblemException.notFound("There is no host " + host + ".");
    }

    /** Gets the processes of a host: the newest list within the hour before a time. */
    @RequiresScope(Scope.READ)
    @GetMapping("/hosts/{host}/processes")
    ProcessesView getHostProcesses(
            @PathVariable String host,
            @RequestParam @Parameter(description = AT, example = "-1m") Optional<Instant> at,
            @RequestParam(defaultValue = "CPU") @Parameter(description = ORDER, example = "MEMORY") Order sort,
            @RequestParam(defaultValue = "100")
                    @WholeNumber(min = 1, max = "10000")
                    @Parameter(description = MAX_PROCESSES, example = "5")
                    int limit) {
        Instant time = at.orElseGet(() -> clock.instant().plus(TimeRange.CLOCK_SKEW));
        return hosts.processes(host, time)
                .map(snapshot -> ProcessesView.of(snapshot, sort.comparator(), limit))
                .orElseThrow(() -> ProblemException.notFound(
                        "There is no list of processes of " + host + " within the hour before " + time + "."));
    }

    /** Gets the processes of a host of any name. */
    @RequiresScope(Scope.READ)
    @ApiResponse(responseCode = "404", description = "There is no such host, or no list of its processes.")
    @GetMapping("/host/processes")
    @ResponseStatus(HttpStatus.OK)
    ProcessesView getHostProcessesByName(
            @RequestParam(required = false) @NotEmpty(message = NAME) @Parameter(description = HOST, example = "web-1")
                    String name,
            @RequestParam @Parameter(description = AT, example = "-1m") Optional<Instant> at,
            @RequestParam(defaultValue = "CPU") @Parameter(description = ORDER, example = "MEMORY") Order sort,
            @RequestParam(defaultValue = "100")
                    @WholeNumber(min = 1, max = "10000")
                    @Parameter(description = MAX_PROCESSES, example = "5")
                    int limit) {
        return getHostProcesses(name, at, sort, limit);
    }

    /** Whether a host sends data. */
    enum HostState {
        UP,
        NO_DATA
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

        /** The cursor of the next page: the place of the last host of this one, as opaque text. */
        private static String cursor(Place place) {
            byte[] name = place.name().getBytes(UTF_8);
            byte[] bytes = ByteBuffer.allocate(1 + Double.BYTES + name.length)
                    .put(Source.HOSTS.code())
                    .putDouble(place.value())
                    .put(name)
                    .array();
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }

        /** The place that a cursor represents. */
        static Place place(String cursor) {
            try {
                ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
                if (bytes.remaining() > 1 + Double.BYTES && bytes.get() == Source.HOSTS.code()) {
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
    }

    /**
     * A host with its newest values.
     *
     * @param state {@code NO_DATA} if nothing was received in the last two minutes
     * @param environment the last one that it named; empty if it named none
     * @param cpuUtilization 0..1 of the whole host
     * @param memoryUtilization 0..1
     * @param openAlerts number of alerts that are not resolved
     * @param metrics newest values by OpenTelemetry name, at most 200
     */
    record HostView(
            String name,
            String environment,
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
                    host.environment(),
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
