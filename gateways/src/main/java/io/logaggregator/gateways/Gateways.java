package io.logaggregator.gateways;

import io.logaggregator.gateways.alertmanager.AlertmanagerGateway;
import io.logaggregator.gateways.collectd.CollectdGateway;
import io.logaggregator.gateways.elasticsearch.ElasticsearchGateway;
import io.logaggregator.gateways.forward.ForwardProtocol;
import io.logaggregator.gateways.gelf.GelfGateway;
import io.logaggregator.gateways.gelf.GelfProtocol;
import io.logaggregator.gateways.graphite.GraphiteProtocol;
import io.logaggregator.gateways.http.Failure.Kind;
import io.logaggregator.gateways.http.HttpGateway;
import io.logaggregator.gateways.http.InvalidBodyException;
import io.logaggregator.gateways.http.Route;
import io.logaggregator.gateways.influx.InfluxGateway;
import io.logaggregator.gateways.journal.JournalGateway;
import io.logaggregator.gateways.loki.LokiGateway;
import io.logaggregator.gateways.otlp.OtlpGateway;
import io.logaggregator.gateways.otlp.OtlpGrpcGateway;
import io.logaggregator.gateways.prometheus.PrometheusGateway;
import io.logaggregator.gateways.socket.SocketProtocol;
import io.logaggregator.gateways.splunk.SplunkGateway;
import io.logaggregator.gateways.syslog.SyslogProtocol;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The protocols over HTTP, and those over TCP and UDP. A new one is a package and one line here. */
public final class Gateways {

    private static final List<SocketProtocol> SOCKETS =
            List.of(new SyslogProtocol(), new GelfProtocol(), new ForwardProtocol(), new GraphiteProtocol());

    /** All other paths of an own port. */
    private static final Route NO_ROUTE = Route.probe(Set.of(), "/**", _ -> {
        throw new InvalidBodyException(Kind.NOT_FOUND, "No such path on this port.");
    });

    private final List<HttpGateway> all;
    private final Map<String, List<Target>> byFirstSegment;

    /** @param elasticsearchVersion version of Elasticsearch that clients get */
    public Gateways(String elasticsearchVersion) {
        all = List.of(
                new OtlpGateway(),
                new OtlpGrpcGateway(),
                new LokiGateway(),
                new ElasticsearchGateway(elasticsearchVersion),
                new GelfGateway(),
                new SplunkGateway(),
                new InfluxGateway(),
                new PrometheusGateway(),
                new CollectdGateway(),
                new JournalGateway(),
                new AlertmanagerGateway(InstantSource.system()));
        byFirstSegment = all.stream()
                .filter(gateway -> !gateway.isGrpc())
                .flatMap(gateway -> gateway.routes().stream().map(route -> target(gateway, route, route.path())))
                .collect(Collectors.groupingBy(
                        target -> firstSegment(target.route().orElseThrow().path())));
    }

    /** The names of the protocols over HTTP. */
    public static List<String> names() {
        return new Gateways("").all.stream().map(HttpGateway::name).toList();
    }

    public List<HttpGateway> all() {
        return all;
    }

    /**
     * The protocol of a name.
     *
     * @throws java.util.NoSuchElementException if there is none
     */
    public HttpGateway named(String name) {
        return all.stream()
                .filter(gateway -> gateway.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The protocol over TCP or UDP with this name; empty if there is none. */
    public static Optional<SocketProtocol> socketProtocol(String name) {
        return SOCKETS.stream().filter(protocol -> protocol.name().equals(name)).findFirst();
    }

    /** The names of the protocols over TCP or UDP. */
    public static List<String> socketProtocolNames() {
        return SOCKETS.stream().map(SocketProtocol::name).toList();
    }

    /** The protocol of a path, and its route if the method is allowed; empty if the path is of none. */
    public Optional<Target> find(String method, String path) {
        return find(byFirstSegment.getOrDefault(firstSegment(path), List.of()), method, path);
    }

    /** The route of a path on the own port of a protocol, on which only its paths exist, also without their prefix. */
    public static Target findOnPort(HttpGateway gateway, String method, String path) {
        List<Target> all = gateway.routes().stream()
                .map(route -> target(gateway, route, path))
                .toList();
        return find(all, method, gateway.prefix() + path)
                .or(() -> find(all, method, path))
                .orElseGet(() -> target(gateway, NO_ROUTE, path));
    }

    private static Optional<Target> find(List<Target> candidates, String method, String path) {
        Optional<Target> found = Optional.empty();
        for (Target candidate : candidates) {
            Route route = candidate.route().orElseThrow();
            if (route.matches(path)) {
                if (route.methods().contains(method)) {
                    return Optional.of(target(candidate.gateway(), route, path));
                }
                if (!candidate.gateway().sharesPaths()) {
                    found = Optional.of(new Target(candidate.gateway(), path, Optional.empty()));
                }
            }
        }
        return found;
    }

    private static Target target(HttpGateway gateway, Route route, String path) {
        return new Target(gateway, path, Optional.of(route));
    }

    private static String firstSegment(String path) {
        int end = path.indexOf('/', 1);
        return end < 0 ? path : path.substring(0, end);
    }

    /**
     * The receiver of a request.
     *
     * @param path of the route, also if the request omits its prefix
     * @param route empty if the path has another method
     */
    public record Target(HttpGateway gateway, String path, Optional<Route> route) {}
}
