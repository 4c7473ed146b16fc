package io.logaggregator.gateways.journal;

import io.logaggregator.gateways.http.Failure;
import io.logaggregator.gateways.http.GatewayRequest;
import io.logaggregator.gateways.http.HttpGateway;
import io.logaggregator.gateways.http.HttpReply;
import io.logaggregator.gateways.http.Route;
import io.logaggregator.gateways.message.Envelope;
import java.util.List;
import java.util.Set;

/**
 * Uploads of {@code systemd-journal-upload}. A body has all entries since the last upload, and goes on while there are more. The
 * client saves its position after a success, and exits after an error.
 *
 * @see <a href="https://www.freedesktop.org/software/systemd/man/latest/systemd-journal-upload.service.html">systemd-journal-upload</a>
 */
public final class JournalGateway implements HttpGateway {

    private static final List<Route> ROUTES = List.of(new Route(
            Set.of("POST"),
            "/upload",
            new Route.Stream("journald", Envelope.LINES, JournalEntries::new, HttpReply.text(202, "OK.\n"))));

    @Override
    public String name() {
        return "journal";
    }

    @Override
    public List<Route> routes() {
        return ROUTES;
    }

    @Override
    public HttpReply failure(GatewayRequest request, Failure failure) {
        return HttpReply.text(failure.status(), failure.detail() + "\n");
    }
}
