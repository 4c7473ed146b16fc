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
 * Adds security headers to each response: no type sniffing, no content of other origins, no framing, no referrer, and no
 * caching unless the handler allows it.
 */
final class SecurityHeaders extends OncePerRequestFilter {

    private static final String POLICY =
            "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
                    + "form-action 'self'; frame-ancestors 'none'";
    private static final String NO_STORE = "no-store";

    private final Duration strictTransportSecurity;

    /** @param strictTransportSecurity of responses over TLS; zero for none */
    SecurityHeaders(Duration strictTransportSecurity) {
        this.strictTransportSecurity = strictTransportSecurity;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        write(request, response);
        chain.doFilter(request, new CacheControlOfHandler(response));
    }

    /** A request that Tomcat rejects may reach the error page without passing the filters. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    /** Adds the headers to a response outside of the filters. */
    void write(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
        if (request.isSecure() && strictTransportSecurity.isPositive()) {
            response.setHeader("Strict-Transport-Security", "max-age=" + strictTransportSecurity.toSeconds());
        }
    }

    /** Replaces the default {@code Cache-Control} by the one of the handler, which Spring would add to it. */
    private static final class CacheControlOfHandler extends HttpServletResponseWrapper {

        CacheControlOfHandler(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void addHeader(String name, String value) {
            if (name.equalsIgnoreCase(HttpHeaders.CACHE_CONTROL) && NO_STORE.equals(getHeader(name))) {
                setHeader(name, value);
            } else {
                super.addHeader(name, value);
            }
        }
    }
}
