package io.logaggregator.gateways.gelf;

import io.logaggregator.gateways.http.ElementsOf;
import io.logaggregator.gateways.http.Failure;
import io.logaggregator.gateways.http.GatewayRequest;
import io.logaggregator.gateways.http.HttpGateway;
import io.logaggregator.gateways.http.HttpReply;
import io.logaggregator.gateways.http.Route;
import io.logaggregator.gateways.http.SimpleSubmission;
import io.logaggregator.gateways.message.Envelope;
import java.util.List;

/**
 * GELF over HTTP. Clients accept 202 only.
 *
 * @see <a href="https://go2docs.graylog.org/current/getting_in_log_data/gelf.html">GELF</a>
 */
public final class GelfGateway implements HttpGateway {

    private static final List<Route> ROUTES = List.of(Route.ingest(
            "/gelf",
            (_, body) -> new SimpleSubmission("gelf", Envelope.LINES, ElementsOf.json(body), HttpReply.empty(202))));

    @Override
    public String name() {
        return "gelf";
    }

    @Override
    public List<Route> routes() {
        return ROUTES;
    }

    @Override
    public HttpReply failure(GatewayRequest request, Failure failure) {
        return HttpReply.text(failure.status(), failure.detail());
    }
}
