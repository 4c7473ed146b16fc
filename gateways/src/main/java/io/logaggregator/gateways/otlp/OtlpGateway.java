package io.logaggregator.gateways.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.gateways.http.Failure;
import io.logaggregator.gateways.http.Failure.Kind;
import io.logaggregator.gateways.http.GatewayRequest;
import io.logaggregator.gateways.http.HttpGateway;
import io.logaggregator.gateways.http.HttpReply;
import io.logaggregator.gateways.http.InvalidBodyException;
import io.logaggregator.gateways.http.JsonText;
import io.logaggregator.gateways.http.Route;
import io.logaggregator.gateways.http.Submission;
import io.logaggregator.gateways.message.ByteOutput;
import io.logaggregator.wire.json.Bytes;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * OTLP over HTTP, in protobuf and JSON. Spans are not stored: their requests succeed partially, because the exporters of most
 * programs send all three signals.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp">OTLP/HTTP</a>
 */
public final class OtlpGateway implements HttpGateway {

    private static final List<Route> ROUTES = Arrays.stream(Signal.values())
            .flatMap(signal -> Stream.of("/v1/", "/otlp/v1/")
                    .map(prefix -> Route.ingest(prefix + signal.path, (request, body) -> split(signal, request, body))))
            .toList();

    @Override
    public String name() {
        return "otlp";
    }

    @Override
    public String prefix() {
        return "/otlp";
    }

    @Override
    public List<Route> routes() {
        return ROUTES;
    }

    private static Submission split(Signal signal, GatewayRequest request, byte[] body) {
        return switch (request.mediaType()) {
            case Encoding.PROTOBUF_TYPE -> new ExportRequest(signal, Encoding.PROTOBUF, Bytes.of(body));
            case HttpReply.JSON -> new ExportRequest(signal, Encoding.JSON, json(body));
            default ->
                throw new InvalidBodyException(
                        Kind.UNSUPPORTED_TYPE,
                        "Content-Type: expected " + Encoding.PROTOBUF_TYPE + " or " + HttpReply.JSON);
        };
    }

    /** A status of gRPC, in the type of the request. */
    @Override
    public HttpReply failure(GatewayRequest request, Failure failure) {
        int code = switch (failure.kind()) {
            case INVALID_BODY, UNSUPPORTED_TYPE -> 3; // INVALID_ARGUMENT
            case NOT_FOUND -> 5;
            case FORBIDDEN -> 7; // PERMISSION_DENIED
            case TOO_LARGE -> 8; // RESOURCE_EXHAUSTED
            case METHOD_NOT_ALLOWED -> 12; // UNIMPLEMENTED
            case UNAVAILABLE -> 14;
            case UNAUTHENTICATED -> 16;
        };
        if (request.mediaType().equals(HttpReply.JSON)) {
            return HttpReply.json(
                    failure.status(), "{\"code\":" + code + ",\"message\":" + JsonText.quoted(failure.detail()) + "}");
        }
        byte[] status = new ByteOutput()
                .addVarint(1 << 3)
                .addVarint(code)
                .addField(2, failure.detail().getBytes(UTF_8))
                .toArray();
        return Encoding.protobuf(failure.status(), status);
    }

    /** An empty body is an empty request. */
    private static Bytes json(byte[] body) {
        Bytes text = Bytes.of(body).withoutByteOrderMark();
        return text.strip().isEmpty() ? Bytes.of("{}".getBytes(UTF_8)) : text;
    }
}
