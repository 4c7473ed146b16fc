package io.logaggregator.gateways.collectd;

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
 * Value lists in JSON, from the plugin write_http of collectd.
 *
 * @see <a href="https://www.collectd.org/documentation/manpages/collectd.conf.html">collectd, write_http</a>
 */
public final class CollectdGateway implements HttpGateway {

    private static final List<Route> ROUTES = List.of(Route.ingest(
            "/collectd",
            (_, body) ->
                    new SimpleSubmission("collectd", Envelope.LINES, ElementsOf.json(body), HttpReply.empty(204))));

    @Override
    public String name() {
        return "collectd";
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
