package io.logaggregator.gateways.influx;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.gateways.http.ElementsOf;
import io.logaggregator.gateways.http.Failure;
import io.logaggregator.gateways.http.GatewayRequest;
import io.logaggregator.gateways.http.HttpGateway;
import io.logaggregator.gateways.http.HttpReply;
import io.logaggregator.gateways.http.JsonText;
import io.logaggregator.gateways.http.Route;
import io.logaggregator.gateways.http.SimpleSubmission;
import io.logaggregator.gateways.http.Submission;
import io.logaggregator.gateways.message.Envelope;
import io.logaggregator.wire.json.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The write APIs of InfluxDB 1 and 2, and the requests with which their clients begin. Clients accept 204 only. Databases,
 * buckets and the precision are ignored: the unit of a time is recognized by its size.
 *
 * @see <a href="https://docs.influxdata.com/influxdb/v2/api/">InfluxDB, API</a>
 */
public final class InfluxGateway implements HttpGateway {

    private static final String VERSION = "1.8.10";

    private static final String HEALTH = """
            {"name":"influxdb","message":"ready for queries and writes","status":"pass","checks":[],"version":"2.7.0"}""";

    private static final List<Route> ROUTES = Stream.of(
                    Stream.of("/write", "/api/v2/write")
                            .flatMap(InfluxGateway::withPrefix)
                            .map(path -> Route.ingest(path, InfluxGateway::split)),
                    Stream.of("/query")
                            .flatMap(InfluxGateway::withPrefix)
                            .map(path -> Route.probe(
                                    Set.of("GET", "POST"), path, _ -> json("{\"results\":[{\"statement_id\":0}]}"))),
                    Stream.of("/ping")
                            .flatMap(InfluxGateway::withPrefix)
                            .map(path ->
                                    Route.probe(Set.of("GET", "HEAD"), path, _ -> versioned(HttpReply.empty(204)))),
                    Stream.of(
                            Route.probe(Set.of("GET"), "/influx/health", _ -> json(HEALTH)),
                            Route.probe(Set.of("GET"), "/influx/api/v2/buckets", _ -> json("{\"buckets\":[]}"))))
            .flatMap(routes -> routes)
            .toList();

    private static Stream<String> withPrefix(String path) {
        return Stream.of(path, "/influx" + path);
    }

    @Override
    public String name() {
        return "influx";
    }

    @Override
    public String prefix() {
        return "/influx";
    }

    @Override
    public List<Route> routes() {
        return ROUTES;
    }

    private static Submission split(GatewayRequest request, byte[] body) {
        Lines lines = new Lines(Bytes.of(body).withoutByteOrderMark());
        return new SimpleSubmission(
                "influx", Envelope.LINES, ElementsOf.supplier(lines::next), versioned(HttpReply.empty(204)));
    }

    @Override
    public HttpReply failure(GatewayRequest request, Failure failure) {
        String detail = JsonText.quoted(failure.detail());
        if (!request.path().contains("/api/v2/")) {
            return versioned(HttpReply.json(failure.status(), "{\"error\":" + detail + "}"));
        }
        String code = switch (failure.kind()) {
            case INVALID_BODY, UNSUPPORTED_TYPE -> "invalid";
            case UNAUTHENTICATED -> "unauthorized";
            case FORBIDDEN -> "forbidden";
            case NOT_FOUND -> "not found";
            case METHOD_NOT_ALLOWED -> "method not allowed";
            case TOO_LARGE -> "request too large";
            case UNAVAILABLE -> "unavailable";
        };
        return HttpReply.json(failure.status(), "{\"code\":\"" + code + "\",\"message\":" + detail + "}");
    }

    private static HttpReply json(String body) {
        return versioned(new HttpReply(200, HttpReply.JSON, Map.of(), body.getBytes(UTF_8)));
    }

    private static HttpReply versioned(HttpReply reply) {
        return reply.withHeader("X-Influxdb-Version", VERSION);
    }
}
