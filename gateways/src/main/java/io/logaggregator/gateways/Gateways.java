package io.logaggregator.gateways;

import io.logaggregator.gateways.collectd.CollectdGateway;
import io.logaggregator.gateways.elasticsearch.ElasticsearchGateway;
import io.logaggregator.gateways.gelf.GelfGateway;
import io.logaggregator.gateways.http.HttpGateway;
import io.logaggregator.gateways.http.Route;
import io.logaggregator.gateways.influx.InfluxGateway;
import io.logaggregator.gateways.loki.LokiGateway;
import io.logaggregator.gateways.otlp.OtlpGateway;
import io.logaggregator.gateways.prometheus.PrometheusGateway;
import io.logaggregator.gateways.socket.SocketProtocol;
import io.logaggregator.gateways.splunk.SplunkGateway;
import io.logaggregator.gateways.syslog.SyslogProtocol;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The protocols over HTTP, and those over TCP and UDP. A new one is a package and one line here. */
public final class Gateways {

    private static final List<SocketProtocol> SOCKETS = List.of(new SyslogProtocol());

    private final List<HttpGateway> all;
    private final Map<String, List<Target>> byFirstSegment;

    /** @param elasticsearchVersion version of Elasticsearch that clients get */
    public Gateways(String elasticsearchVersion) {
        all = List.of(
                new OtlpGateway(),
                new LokiGateway(),
                new ElasticsearchGateway(elasticsearchVersion),
                new GelfGateway(),
                new SplunkGateway(),
                new InfluxGateway(),
                new PrometheusGateway(),
                new CollectdGateway());
        byFirstSegment = all.stream()
                .flatMap(gateway -> gateway.routes().stream().map(route -> new Target(gateway, Optional.of(route))))
                .collect(Collectors.groupingBy(
                        target -> firstSegment(target.route().orElseThrow().path())));
    }

    public List<HttpGateway> all() {
        return all;
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
        Optional<Target> found = Optional.empty();
        for (Target target : byFirstSegment.getOrDefault(firstSegment(path), List.of())) {
            Route route = target.route().orElseThrow();
            if (route.matches(path)) {
                if (route.methods().contains(method)) {
                    return Optional.of(target);
                }
                found = Optional.of(new Target(target.gateway(), Optional.empty()));
            }
        }
        return found;
    }

    private static String firstSegment(String path) {
        int end = path.indexOf('/', 1);
        return end < 0 ? path : path.substring(0, end);
    }

    /**
     * The receiver of a request.
     *
     * @param route empty if the path has another method
     */
    public record Target(HttpGateway gateway, Optional<Route> route) {}
}
