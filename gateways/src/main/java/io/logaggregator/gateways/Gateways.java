package io.logaggregator.gateways;

import io.logaggregator.gateways.elasticsearch.ElasticsearchGateway;
import io.logaggregator.gateways.gelf.GelfGateway;
import io.logaggregator.gateways.http.HttpGateway;
import io.logaggregator.gateways.http.Route;
import io.logaggregator.gateways.loki.LokiGateway;
import io.logaggregator.gateways.otlp.OtlpGateway;
import io.logaggregator.gateways.splunk.SplunkGateway;
import java.util.List;
import java.util.Optional;

/** The protocols over HTTP. A new one is a package and one line here. */
public final class Gateways {

    private final List<HttpGateway> all;

    /** @param elasticsearchVersion version of Elasticsearch that clients get */
    public Gateways(String elasticsearchVersion) {
        all = List.of(
                new OtlpGateway(),
                new LokiGateway(),
                new ElasticsearchGateway(elasticsearchVersion),
                new GelfGateway(),
                new SplunkGateway());
    }

    public List<HttpGateway> all() {
        return all;
    }

    /** The protocol of a path, and its route if the method is allowed; empty if the path is of none. */
    public Optional<Target> find(String method, String path) {
        Optional<Target> found = Optional.empty();
        for (HttpGateway gateway : all) {
            for (Route route : gateway.routes()) {
                if (route.matches(path)) {
                    if (route.methods().contains(method)) {
                        return Optional.of(new Target(gateway, Optional.of(route)));
                    }
                    found = Optional.of(new Target(gateway, Optional.empty()));
                }
            }
        }
        return found;
    }

    /**
     * The receiver of a request.
     *
     * @param route empty if the path has another method
     */
    public record Target(HttpGateway gateway, Optional<Route> route) {}
}
