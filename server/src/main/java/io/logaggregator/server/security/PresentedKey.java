package io.logaggregator.server.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.HttpHeaders;

/**
 * The API key of a request, from {@code X-API-Key} or {@code Authorization: Bearer}. Never from the URL: logs and browser
 * histories contain URLs.
 */
public final class PresentedKey {

    private static final String HEADER = "X-API-Key";
    private static final String BEARER = "Bearer ";

    private PresentedKey() {}

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
