package io.logaggregator.server.http;

import io.logaggregator.gateways.Gateways;
import io.logaggregator.gateways.Gateways.Target;
import io.logaggregator.gateways.http.HttpGateway;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;

/** The gateway of a request, which decides about credentials, limits, codings and the form of errors. */
public final class GatewayTarget {

    private static final String ATTRIBUTE = GatewayTarget.class.getName();

    private static final String PORT = ATTRIBUTE + ".port";

    private GatewayTarget() {}

    /** Restricts a request to the routes of a protocol, because it came to the own port of the protocol. */
    public static void restrict(ServletRequest request, HttpGateway gateway) {
        request.setAttribute(PORT, gateway);
    }

    /** The gateway of the path of a request; empty if it is another path. */
    public static Optional<Target> of(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Target target ? Optional.of(target) : Optional.empty();
    }

    /** Finds the gateway of each request. */
    static final class FindingFilter extends OncePerRequestFilter {

        private final Gateways gateways;

        FindingFilter(Gateways gateways) {
            this.gateways = gateways;
        }

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            find(request).ifPresent(target -> request.setAttribute(ATTRIBUTE, target));
            chain.doFilter(request, response);
        }

        private Optional<Target> find(HttpServletRequest request) {
            String method = request.getMethod();
            String path = request.getServletPath();
            return request.getAttribute(PORT) instanceof HttpGateway gateway
                    ? Optional.of(Gateways.findOnPort(gateway, method, path))
                    : gateways.find(method, path);
        }
    }
}
