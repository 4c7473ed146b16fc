package io.logaggregator.server.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.HttpHeaders;

/**
 * The secret that a request shows, as {@code X-API-Key} or {@code Authorization: Bearer}. Never in the URL: URLs end up in
 * logs and histories.
 */
public final class ShownKey {

    private static final String HEADER = "X-API-Key";
    private static final String BEARER = "Bearer ";

    private ShownKey() {}

    public static Optional<String> in(HttpServletRequest request) {
        String header = request.getHeader(HEADER);
        if (header != null) {
            return Optional.of(header.strip());
        }
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? Optional.of(authorization.substring(BEARER.length()).strip())
                : Optional.empty();
    }
}
