package io.logaggregator.gateways.splunk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.gateways.http.BodyMembers;
import io.logaggregator.gateways.http.ElementsOf;
import io.logaggregator.gateways.http.Failure;
import io.logaggregator.gateways.http.Failure.Kind;
import io.logaggregator.gateways.http.GatewayRequest;
import io.logaggregator.gateways.http.HttpGateway;
import io.logaggregator.gateways.http.HttpReply;
import io.logaggregator.gateways.http.InvalidBodyException;
import io.logaggregator.gateways.http.JsonText;
import io.logaggregator.gateways.http.Route;
import io.logaggregator.gateways.http.SimpleSubmission;
import io.logaggregator.gateways.http.Submission;
import io.logaggregator.gateways.message.Element;
import io.logaggregator.gateways.message.Envelope;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.JsonValues;
import java.net.URLDecoder;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The HTTP Event Collector of Splunk: events and raw lines. Acknowledgements are true at once, since a response follows the
 * acknowledgement of the queue.
 *
 * @see <a href="https://help.splunk.com/en/splunk-enterprise/get-started/get-data-in/10.0/get-data-with-http-event-collector/http-event-collector-rest-api-endpoints">HTTP Event Collector</a>
 */
public final class SplunkGateway implements HttpGateway {

    private static final String PREFIX = "/services/collector";

    /** Bounds the response to a query of acknowledgements. */
    private static final int MAX_ACKS = 10_000;

    private final AtomicLong acks = new AtomicLong();

    @Override
    public String name() {
        return "splunk";
    }

    @Override
    public List<Route> routes() {
        return Stream.of(
                        Stream.of("", "/event", "/event/1.0").map(path -> Route.ingest(PREFIX + path, this::events)),
                        Stream.of("/raw", "/raw/1.0").map(path -> Route.ingest(PREFIX + path, this::lines)),
                        Stream.of("/health", "/health/1.0")
                                .map(path -> Route.probe(
                                        Set.of("GET"), PREFIX + path, _ -> reply(200, 17, "HEC is healthy"))),
                        Stream.of(
                                Route.ingest(PREFIX + "/ack", (_, body) -> acknowledgements(body)),
                                Route.probe(Set.of("OPTIONS"), PREFIX + "/**", _ -> HttpReply.empty(200))))
                .flatMap(routes -> routes)
                .toList();
    }

    private Submission events(GatewayRequest request, byte[] body) {
        return submission(request, ElementsOf.json(body));
    }

    /** Each line is an event, with the source of the request. */
    private Submission lines(GatewayRequest request, byte[] body) {
        StringBuilder head = new StringBuilder("{");
        for (String name : List.of("host", "source", "sourcetype")) {
            String value = request.parameter(name);
            if (!value.isEmpty()) {
                head.append('"')
                        .append(name)
                        .append("\":")
                        .append(JsonText.quoted(decoded(value)))
                        .append(',');
            }
        }
        head.append("\"event\":");
        Iterator<Bytes> lines = ElementsOf.lines(Bytes.of(body));
        return submission(
                request,
                ElementsOf.supplier(() -> lines.hasNext()
                        ? Optional.of(
                                new Element((head + JsonText.quoted(lines.next().text()) + "}").getBytes(UTF_8), 1))
                        : Optional.empty()));
    }

    private static String decoded(String parameter) {
        try {
            return URLDecoder.decode(parameter, UTF_8);
        } catch (IllegalArgumentException e) {
            return parameter;
        }
    }

    private Submission submission(GatewayRequest request, Iterator<Element> elements) {
        if (!elements.hasNext()) {
            throw new InvalidBodyException("No data");
        }
        boolean channel = !request.header("X-Splunk-Request-Channel").isEmpty();
        HttpReply success = HttpReply.json(
                200,
                "{\"text\":\"Success\",\"code\":0" + (channel ? ",\"ackId\":" + acks.incrementAndGet() : "") + "}");
        return new SimpleSubmission("splunk", Envelope.LINES, elements, success);
    }

    /** All are true. */
    private static Submission acknowledgements(byte[] body) {
        StringBuilder reply = new StringBuilder("{\"acks\":{");
        Optional<Bytes> ids = BodyMembers.find(Bytes.of(body), "acks");
        JsonValues values = BodyMembers.elements(ids.orElseThrow(() -> new InvalidBodyException("acks: no value")));
        for (int i = 0; i < MAX_ACKS && values.next(); i++) {
            String id = values.value().text();
            if (id.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
                reply.append(i == 0 ? "" : ",").append('"').append(id).append("\":true");
            }
        }
        HttpReply success = HttpReply.json(200, reply.append("}}").toString());
        return new SimpleSubmission("splunk", Envelope.LINES, Collections.emptyIterator(), success);
    }

    @Override
    public HttpReply failure(GatewayRequest request, Failure failure) {
        int code = switch (failure.kind()) {
            case INVALID_BODY -> failure.detail().equals("No data") ? 5 : 6;
            case UNAUTHENTICATED, FORBIDDEN -> 4;
            case UNAVAILABLE -> 9;
            case NOT_FOUND, METHOD_NOT_ALLOWED, TOO_LARGE, UNSUPPORTED_TYPE -> 6;
        };
        String text = failure.kind() == Kind.UNAVAILABLE ? "Server is busy" : failure.detail();
        return reply(failure.status(), code, text);
    }

    private static HttpReply reply(int status, int code, String text) {
        return HttpReply.json(status, "{\"text\":" + JsonText.quoted(text) + ",\"code\":" + code + "}");
    }
}
