package io.logaggregator.server.security;

import io.logaggregator.server.http.UnauthorizedException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets through who shows the key, as {@code X-API-Key} or {@code Authorization: Bearer}. Never from the URL: URLs end up
 * in logs and histories. Health and the front page need no key.
 */
final class ApiKeyFilter extends OncePerRequestFilter {

    private static final String HEADER = "X-API-Key";
    private static final String BEARER = "Bearer ";
    private static final String HEALTH = "/actuator/health";

    private final ApiKey key;

    ApiKeyFilter(ApiKey key) {
        this.key = key;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getServletPath();
        return path.equals("/") || path.equals(HEALTH) || path.startsWith(HEALTH + "/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String shown = shownBy(request);
        if (shown == null) {
            throw new UnauthorizedException("no API key (expected: header X-API-Key, or Authorization: Bearer)");
        }
        if (!key.matches(shown)) {
            throw new UnauthorizedException("wrong API key");
        }
        chain.doFilter(request, response);
    }

    private static @Nullable String shownBy(HttpServletRequest request) {
        String header = request.getHeader(HEADER);
        if (header != null) {
            return header.strip();
        }
        String authorization = request.getHeader("Authorization");
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : null;
    }
}
