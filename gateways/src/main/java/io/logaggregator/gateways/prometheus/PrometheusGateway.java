package io.logaggregator.gateways.prometheus;

import io.logaggregator.gateways.http.ElementsOf;
import io.logaggregator.gateways.http.Failure;
import io.logaggregator.gateways.http.Failure.Kind;
import io.logaggregator.gateways.http.GatewayRequest;
import io.logaggregator.gateways.http.HttpGateway;
import io.logaggregator.gateways.http.HttpReply;
import io.logaggregator.gateways.http.InvalidBodyException;
import io.logaggregator.gateways.http.Route;
import io.logaggregator.gateways.http.SimpleSubmission;
import io.logaggregator.gateways.http.Snappy;
import io.logaggregator.gateways.http.Submission;
import io.logaggregator.gateways.message.Element;
import io.logaggregator.gateways.message.Envelope;
import io.logaggregator.wire.json.Bytes;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Remote write of Prometheus, versions 1.0 and 2.0. An element is a series; series of version 2.0 are appended in the form of 1.0,
 * which is complete without the symbols of the request.
 *
 * @see <a href="https://prometheus.io/docs/specs/prw/remote_write_spec_2_0/">Prometheus, remote write 2.0</a>
 */
public final class PrometheusGateway implements HttpGateway {

    private static final String TYPE = "application/x-protobuf";
    private static final String WRITTEN = "X-Prometheus-Remote-Write-%s-Written";

    private static final List<Route> ROUTES = List.of(Route.ingest("/api/v1/write", PrometheusGateway::split));

    @Override
    public String name() {
        return "prometheus";
    }

    @Override
    public List<Route> routes() {
        return ROUTES;
    }

    private static Submission split(GatewayRequest request, byte[] body) {
        String message = messageOf(request);
        Bytes content = Snappy.decompress(body, request.maxBytes());
        return switch (message) {
            case "", "prometheus.WriteRequest" -> {
                FirstVersion series = new FirstVersion(content);
                yield submission(elements(series::next, request), HttpReply.empty(204));
            }
            case "io.prometheus.write.v2.Request" -> {
                SecondVersion series = new SecondVersion(content, request.maxBytes());
                HttpReply success = HttpReply.empty(204)
                        .withHeader(WRITTEN.formatted("Samples"), Long.toString(series.samples()))
                        .withHeader(WRITTEN.formatted("Histograms"), Long.toString(series.histograms()))
                        .withHeader(WRITTEN.formatted("Exemplars"), "0");
                yield submission(elements(series::next, request), success);
            }
            default -> throw unsupported();
        };
    }

    private static Iterator<Element> elements(Supplier<Optional<Element>> series, GatewayRequest request) {
        String environment = request.environment();
        return ElementsOf.supplier(
                environment.isEmpty()
                        ? series
                        : () -> series.get().map(element -> SeriesLabels.withEnvironment(element, environment)));
    }

    private static Submission submission(Iterator<Element> elements, HttpReply success) {
        return new SimpleSubmission("prometheus", Envelope.CONCATENATED, elements, success);
    }

    /** The name of the message in the content type; empty if there is none. */
    private static String messageOf(GatewayRequest request) {
        if (!request.mediaType().equals(TYPE) && !request.mediaType().isEmpty()) {
            throw unsupported();
        }
        for (String parameter : request.header("Content-Type").split(";", -1)) {
            String stripped = parameter.strip();
            if (stripped.startsWith("proto=")) {
                return stripped.substring("proto=".length());
            }
        }
        return "";
    }

    private static InvalidBodyException unsupported() {
        return new InvalidBodyException(
                Kind.UNSUPPORTED_TYPE,
                "Content-Type: expected " + TYPE + ", with proto=prometheus.WriteRequest or "
                        + "proto=io.prometheus.write.v2.Request");
    }

    @Override
    public HttpReply failure(GatewayRequest request, Failure failure) {
        return HttpReply.text(failure.status(), failure.detail());
    }
}
