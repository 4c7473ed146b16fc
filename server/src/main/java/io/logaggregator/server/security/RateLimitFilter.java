package io.logaggregator.server.security;

import io.github.bucket4j.ConsumptionProbe;
import io.logaggregator.server.access.RateLimit;
import io.logaggregator.server.web.ProblemException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Limits the request rate of each key on this instance. Each response states the remaining requests.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/">RateLimit header fields for HTTP</a>
 */
final class RateLimitFilter extends OncePerRequestFilter {

    private static final String POLICY = "\"requests\"";

    private final int perMinute;
    private final RateLimit<UUID> keys;

    /** @param perMinute maximum requests per key; 0 for no limit */
    RateLimitFilter(int perMinute) {
        this.perMinute = perMinute;
        this.keys = new RateLimit<>(perMinute);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<UUID> key = Caller.current().map(caller -> caller.key().id());
        if (perMinute > 0 && key.isPresent()) {
            count(key.get(), response);
        }
        chain.doFilter(request, response);
    }

    private void count(UUID key, HttpServletResponse response) {
        ConsumptionProbe probe = keys.count(key);
        Duration pause =
                Duration.ofNanos(probe.isConsumed() ? probe.getNanosToWaitForReset() : probe.getNanosToWaitForRefill());
        response.setHeader("RateLimit-Policy", POLICY + ";q=" + perMinute + ";w=" + RateLimit.WINDOW.toSeconds());
        response.setHeader(
                "RateLimit",
                POLICY + ";r=" + probe.getRemainingTokens() + ";t="
                        + pause.plusMillis(999).toSeconds());
        if (!probe.isConsumed()) {
            throw ProblemException.tooManyRequests(
                    "Rate limit exceeded: " + perMinute + " requests per minute and key.", pause);
        }
    }
}
