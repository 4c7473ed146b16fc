package io.logaggregator.server.gateways;

import io.logaggregator.core.access.Scope;
import io.logaggregator.gateways.Gateways.Target;
import io.logaggregator.gateways.http.Failure.Kind;
import io.logaggregator.gateways.http.GatewayRequest;
import io.logaggregator.gateways.http.HttpReply;
import io.logaggregator.gateways.http.InvalidBodyException;
import io.logaggregator.gateways.http.Route;
import io.logaggregator.server.http.CallerConnection;
import io.logaggregator.server.http.GatewayTarget;
import io.logaggregator.server.http.RequestBody;
import io.logaggregator.server.security.Caller;
import io.logaggregator.server.web.ProblemException;
import io.logaggregator.wire.json.Text;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Responds to the requests of all gateways. A filter and no controller, because these routes are not bound by content type, and
 * nothing may read parameters: the container would consume the body of a form.
 */
final class GatewayFilter extends OncePerRequestFilter {

    private final GatewayIngest ingest;

    GatewayFilter(GatewayIngest ingest) {
        this.ingest = ingest;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Target> target = GatewayTarget.of(request);
        if (target.isPresent()) {
            write(reply(target.get(), request), response);
        } else {
            chain.doFilter(request, response);
        }
    }

    private HttpReply reply(Target target, HttpServletRequest request) throws IOException {
        Caller caller = Caller.current().orElseThrow(() -> ProblemException.unauthorized("No API key."));
        Route route = target.route()
                .orElseThrow(() -> new InvalidBodyException(
                        Kind.METHOD_NOT_ALLOWED, "This path does not support the method " + request.getMethod() + "."));
        if (!caller.key().scopes().contains(Scope.INGEST)) {
            throw new InvalidBodyException(Kind.FORBIDDEN, "The key has not the scope ingest.");
        }
        return switch (route.action()) {
            case Route.Probe probe -> probe.reply(headOf(request));
            case Route.Ingest splitter ->
                ingest.append(target.gateway(), splitter, headOf(request), RequestBody.of(request));
            case Route.Stream stream ->
                ingest.append(target.gateway(), stream, CallerConnection.of(request), RequestBody.of(request));
        };
    }

    static GatewayRequest headOf(HttpServletRequest request) {
        Optional<RequestBody> body = RequestBody.of(request);
        return new GatewayRequest(
                request.getMethod(),
                GatewayTarget.of(request).map(Target::path).orElseGet(request::getServletPath),
                Objects.requireNonNullElse(request.getQueryString(), ""),
                body.map(RequestBody::gatewayCoding).orElse(""),
                body.map(known -> Math.toIntExact(known.maxBytes())).orElse(0),
                name -> Optional.ofNullable(request.getHeader(name)),
                environmentOf(request));
    }

    /** The tenant of Loki and Mimir, if it is a name, and the key may send for this environment. */
    private static String environmentOf(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader("X-Scope-OrgID"))
                .flatMap(Text::label)
                .filter(tenant -> Caller.current()
                        .filter(caller -> caller.key().environment().matches(tenant))
                        .isPresent())
                .orElse("");
    }

    static void write(HttpReply reply, HttpServletResponse response) throws IOException {
        response.setStatus(reply.status());
        reply.headers().forEach(response::setHeader);
        byte[] body = reply.body();
        if (!reply.contentType().isEmpty()) {
            response.setContentType(reply.contentType());
        }
        if (!reply.trailers().isEmpty()) {
            response.setTrailerFields(reply::trailers);
        } else if (reply.status() != HttpServletResponse.SC_NO_CONTENT) {
            response.setContentLength(body.length);
        }
        if (body.length > 0) {
            response.getOutputStream().write(body);
        }
    }
}
