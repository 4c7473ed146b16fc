package io.logaggregator.gateways.elasticsearch;

import io.logaggregator.gateways.http.Failure;
import io.logaggregator.gateways.http.GatewayRequest;
import io.logaggregator.gateways.http.HttpGateway;
import io.logaggregator.gateways.http.HttpReply;
import io.logaggregator.gateways.http.JsonText;
import io.logaggregator.gateways.http.Route;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The bulk API of Elasticsearch, and the requests with which its clients check the server. Documents are log records, mostly
 * in the Elastic Common Schema.
 *
 * @see <a href="https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-bulk">Elasticsearch, bulk API</a>
 */
public final class ElasticsearchGateway implements HttpGateway {

    private static final Set<String> READ = Set.of("GET", "HEAD");

    /** Without it, clients refuse to talk to the server. */
    private static final String PRODUCT_HEADER = "X-Elastic-Product";

    private static final String VENDOR_TYPE = "application/vnd.elasticsearch+json";

    private static final String LICENSE = """
            {"license":{"uid":"log-aggregator","type":"basic","mode":"basic","status":"active"}}""";

    private static final String HEALTH = """
            {"cluster_name":"log-aggregator","status":"green","timed_out":false,"number_of_nodes":1,"number_of_data_nodes":1}""";

    private static final String ACKNOWLEDGED = """
            {"acknowledged":true}""";

    private final List<Route> routes;
    private final String version;

    /** @param version of Elasticsearch that clients get; Beats refuse an older server than themselves */
    public ElasticsearchGateway(String version) {
        this.version = version;
        Set<String> write = Set.of("POST", "PUT");
        this.routes = Stream.concat(
                        Stream.of(
                                new Route(write, "/es/_bulk", bulk()),
                                new Route(write, "/_bulk", bulk()), // rsyslog has no setting for a prefix
                                new Route(write, "/es/*/_bulk", bulk()),
                                probe(READ, "/es", request -> json(request, 200, info())),
                                probe(READ, "/es/", request -> json(request, 200, info())),
                                probe(READ, "/es/_license", request -> json(request, 200, LICENSE)),
                                probe(READ, "/es/_cluster/health", request -> json(request, 200, HEALTH))),
                        Stream.of(
                                        "_ilm",
                                        "_index_template",
                                        "_template",
                                        "_component_template",
                                        "_ingest",
                                        "_data_stream",
                                        "_nodes",
                                        "_xpack")
                                .flatMap(name -> Stream.of(
                                        probe(READ, "/es/" + name + "/**", request -> json(request, 200, "{}")),
                                        probe(
                                                write,
                                                "/es/" + name + "/**",
                                                request -> json(request, 200, ACKNOWLEDGED)))))
                .toList();
    }

    private static Route probe(Set<String> methods, String path, Route.Probe reply) {
        return new Route(methods, path, reply);
    }

    private static Route.Ingest bulk() {
        return BulkBody::new;
    }

    @Override
    public String name() {
        return "elasticsearch";
    }

    @Override
    public String prefix() {
        return "/es";
    }

    @Override
    public List<Route> routes() {
        return routes;
    }

    @Override
    public HttpReply failure(GatewayRequest request, Failure failure) {
        String type = switch (failure.kind()) {
            case INVALID_BODY -> "parse_exception";
            case UNAUTHENTICATED, FORBIDDEN -> "security_exception";
            case NOT_FOUND -> "resource_not_found_exception";
            case METHOD_NOT_ALLOWED -> "method_not_allowed_exception";
            case TOO_LARGE -> "content_too_long_exception";
            case UNSUPPORTED_TYPE -> "media_type_header_exception";
            case UNAVAILABLE -> "unavailable_shards_exception";
        };
        String cause = "{\"type\":\"" + type + "\",\"reason\":" + JsonText.quoted(failure.detail());
        return json(
                request,
                failure.status(),
                "{\"error\":" + cause + ",\"root_cause\":[" + cause + "}]},\"status\":" + failure.status() + "}");
    }

    private String info() {
        return """
                {"name":"log-aggregator","cluster_name":"log-aggregator","cluster_uuid":"log-aggregator-0000000","version":\
                {"number":"%s","build_flavor":"default","build_type":"tar","build_hash":"0","build_date":\
                "2026-01-01T00:00:00.000Z","build_snapshot":false,"lucene_version":"10.0.0",\
                "minimum_wire_compatibility_version":"7.17.0","minimum_index_compatibility_version":"7.0.0"},\
                "tagline":"You Know, for Search"}""".formatted(version);
    }

    /** A response of the media type that the client accepts. */
    static HttpReply json(GatewayRequest request, int status, String body) {
        String accepted = request.header("Accept").strip();
        String type = accepted.startsWith(VENDOR_TYPE) && accepted.indexOf(',') < 0 ? accepted : HttpReply.JSON;
        HttpReply reply = HttpReply.json(status, body);
        return new HttpReply(status, type, Map.of(PRODUCT_HEADER, "Elasticsearch"), reply.body());
    }
}
