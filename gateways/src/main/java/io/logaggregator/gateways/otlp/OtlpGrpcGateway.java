package io.logaggregator.gateways.otlp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.gateways.http.Failure;
import io.logaggregator.gateways.http.Failure.Kind;
import io.logaggregator.gateways.http.GatewayRequest;
import io.logaggregator.gateways.http.HttpGateway;
import io.logaggregator.gateways.http.HttpReply;
import io.logaggregator.gateways.http.InvalidBodyException;
import io.logaggregator.gateways.http.Route;
import io.logaggregator.gateways.http.Submission;
import io.logaggregator.gateways.message.ByteOutput;
import io.logaggregator.gateways.message.Element;
import io.logaggregator.gateways.message.Envelope;
import io.logaggregator.gateways.message.Outcome;
import io.logaggregator.wire.json.Bytes;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * OTLP over gRPC. A call is a request of HTTP/2 with one message; its status is in the trailers of a response that is always 200.
 * The server removes the frame of the message and its compression.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlpgrpc">OTLP/gRPC</a>
 * @see <a href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">gRPC over HTTP/2</a>
 */
public final class OtlpGrpcGateway implements HttpGateway {

    static final String TYPE = "application/grpc";

    private static final int OK = 0;
    private static final int INVALID_ARGUMENT = 3;
    private static final int PERMISSION_DENIED = 7;
    private static final int RESOURCE_EXHAUSTED = 8;
    private static final int UNIMPLEMENTED = 12;
    private static final int UNAVAILABLE = 14;
    private static final int UNAUTHENTICATED = 16;

    /** In bytes; clients limit the size of trailers. */
    private static final int MAX_DETAIL_LENGTH = 1000;

    private static final List<Route> ROUTES = Arrays.stream(Signal.values())
            .map(signal -> Route.ingest(
                    "/opentelemetry.proto.collector." + signal.service + "/Export",
                    (request, body) -> split(signal, request, body)))
            .toList();

    @Override
    public String name() {
        return "otlp-grpc";
    }

    @Override
    public boolean isGrpc() {
        return true;
    }

    @Override
    public List<Route> routes() {
        return ROUTES;
    }

    private static Submission split(Signal signal, GatewayRequest request, byte[] body) {
        if (!isCall(request)) {
            throw new InvalidBodyException(Kind.UNSUPPORTED_TYPE, "Content-Type: expected " + TYPE);
        }
        return new Call(new ExportRequest(signal, Encoding.PROTOBUF, Bytes.of(body)));
    }

    private static boolean isCall(GatewayRequest request) {
        return request.mediaType().equals(TYPE) || request.mediaType().equals(TYPE + "+proto");
    }

    /**
     * A status in the trailers and also in the headers, where some exporters of OpenTelemetry seek whether they may retry. Clients
     * retry {@code UNAVAILABLE} after the stated pause; {@code RESOURCE_EXHAUSTED} without a pause is permanent.
     */
    @Override
    public HttpReply failure(GatewayRequest request, Failure failure) {
        if (!isCall(request)) {
            return HttpReply.text(415, "Content-Type: expected " + TYPE);
        }
        int code = switch (failure.kind()) {
            case INVALID_BODY -> INVALID_ARGUMENT;
            case FORBIDDEN -> PERMISSION_DENIED;
            case TOO_LARGE -> RESOURCE_EXHAUSTED;
            case NOT_FOUND, METHOD_NOT_ALLOWED, UNSUPPORTED_TYPE -> UNIMPLEMENTED;
            case UNAVAILABLE -> UNAVAILABLE;
            case UNAUTHENTICATED -> UNAUTHENTICATED;
        };
        Map<String, String> trailers = new HashMap<>();
        trailers.put("grpc-status", Integer.toString(code));
        trailers.put("grpc-message", percentEncoded(failure.detail()));
        if (code == UNAVAILABLE) {
            byte[] status = statusWithRetry(failure);
            trailers.put(
                    "grpc-status-details-bin",
                    Base64.getEncoder().withoutPadding().encodeToString(status));
        }
        return new HttpReply(200, TYPE, trailers, new byte[0], trailers);
    }

    /** A {@code google.rpc.Status} with a {@code google.rpc.RetryInfo}. */
    private static byte[] statusWithRetry(Failure failure) {
        byte[] delay = new ByteOutput()
                .addVarint(1 << 3)
                .addVarint(failure.retryAfterSeconds())
                .toArray();
        byte[] any = new ByteOutput()
                .addField(1, "type.googleapis.com/google.rpc.RetryInfo".getBytes(US_ASCII))
                .addField(2, new ByteOutput().addField(1, delay).toArray())
                .toArray();
        return new ByteOutput()
                .addVarint(1 << 3)
                .addVarint(UNAVAILABLE)
                .addField(3, any)
                .toArray();
    }

    /** Text as gRPC encodes it in trailers. */
    private static String percentEncoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte next : text.getBytes(UTF_8)) {
            if (encoded.length() >= MAX_DETAIL_LENGTH) {
                break;
            }
            if (next >= ' ' && next <= '~' && next != '%') {
                encoded.append((char) next);
            } else {
                encoded.append("%%%02X".formatted(next));
            }
        }
        return encoded.toString();
    }

    /** The elements of a call. */
    private record Call(Submission request) implements Submission {

        private static final Map<String, String> SUCCESS = Map.of("grpc-status", Integer.toString(OK));

        @Override
        public String format() {
            return request.format();
        }

        @Override
        public Envelope envelope() {
            return request.envelope();
        }

        @Override
        public Iterator<Element> elements() {
            return request.elements();
        }

        @Override
        public boolean reportsRefusals() {
            return request.reportsRefusals();
        }

        /** The response in the frame of a message: no compression, and the length in four bytes. */
        @Override
        public HttpReply stored(Outcome outcome) {
            byte[] message = request.stored(outcome).body();
            ByteOutput framed = new ByteOutput(message.length + 5).add(0);
            for (int shift = 24; shift >= 0; shift -= 8) {
                framed.add(message.length >>> shift);
            }
            return new HttpReply(200, TYPE, Map.of(), framed.add(message).toArray(), SUCCESS);
        }
    }
}
