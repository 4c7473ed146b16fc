package io.logaggregator.server.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells browsers, with every answer, what they must not do with it: guess its type, load or run anything that does not
 * come from this server, show it in another's frame, tell others its address, or keep it, unless a handler says that it
 * may be kept.
 */
final class SecurityHeaders extends OncePerRequestFilter {

    private static final String POLICY =
            "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
                    + "form-action 'self'; frame-ancestors 'none'";
    private static final String NOT_KEPT = "no-store";

    private final Duration strictTransportSecurity;

    /** @param strictTransportSecurity sent with what comes over TLS, unless it is zero */
    SecurityHeaders(Duration strictTransportSecurity) {
        this.strictTransportSecurity = strictTransportSecurity;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        write(request, response);
        chain.doFilter(request, new KeptAsHandlersSay(response));
    }

    /** What Tomcat refuses itself may come to no filter before it is told. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    /** For answers that come from outside of the filters. */
    void write(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader(HttpHeaders.CACHE_CONTROL, NOT_KEPT);
        if (request.isSecure() && strictTransportSecurity.isPositive()) {
            response.setHeader("Strict-Transport-Security", "max-age=" + strictTransportSecurity.toSeconds());
        }
    }

    /** Spring adds the headers of handlers to those that are there; what a handler says takes the place of ours. */
    private static final class KeptAsHandlersSay extends HttpServletResponseWrapper {

        KeptAsHandlersSay(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void addHeader(String name, String value) {
            if (name.equalsIgnoreCase(HttpHeaders.CACHE_CONTROL) && NOT_KEPT.equals(getHeader(name))) {
                setHeader(name, value);
            } else {
                super.addHeader(name, value);
            }
        }
    }
}
