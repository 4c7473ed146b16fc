package io.logaggregator.gateways.loki;

import io.logaggregator.gateways.http.ElementsOf;
import io.logaggregator.gateways.http.Failure;
import io.logaggregator.gateways.http.GatewayRequest;
import io.logaggregator.gateways.http.HttpGateway;
import io.logaggregator.gateways.http.HttpReply;
import io.logaggregator.gateways.http.Route;
import io.logaggregator.gateways.http.SimpleSubmission;
import io.logaggregator.gateways.http.Snappy;
import io.logaggregator.gateways.http.Submission;
import io.logaggregator.gateways.message.Envelope;
import io.logaggregator.wire.json.Bytes;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The push API of Loki, in JSON and in protobuf.
 *
 * @see <a href="https://grafana.com/docs/loki/latest/reference/loki-http-api/#ingest-logs">Loki, ingest logs</a>
 */
public final class LokiGateway implements HttpGateway {

    private static final List<Route> ROUTES = Stream.concat(
                    Stream.of("/loki/api/v1/push", "/api/prom/push")
                            .map(path -> Route.ingest(path, LokiGateway::split)),
                    Stream.of(Route.probe(Set.of("GET"), "/loki/ready", _ -> HttpReply.text(200, "ready\n"))))
            .toList();

    @Override
    public String name() {
        return "loki";
    }

    @Override
    public String prefix() {
        return "/loki";
    }

    @Override
    public List<Route> routes() {
        return ROUTES;
    }

    /** A body without a type is in protobuf, which is always compressed. */
    private static Submission split(GatewayRequest request, byte[] body) {
        boolean json = request.mediaType().equals(HttpReply.JSON);
        boolean compressed = !json || request.coding().equals(Snappy.CODING);
        Bytes content = compressed ? Snappy.decompress(body, request.maxBytes()) : Bytes.of(body);
        PushRequest push = new PushRequest(content.withoutByteOrderMark(), json, request.environment());
        push.check();
        return new SimpleSubmission(
                "loki",
                json ? Envelope.arrayIn(PushRequest.STREAMS) : Envelope.CONCATENATED,
                ElementsOf.supplier(push::next),
                HttpReply.empty(204));
    }

    @Override
    public HttpReply failure(GatewayRequest request, Failure failure) {
        return HttpReply.text(failure.status(), failure.detail() + "\n");
    }
}
