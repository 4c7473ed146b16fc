package io.logaggregator.server.security;

import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.SecretHash;
import io.logaggregator.server.access.KeyRing;
import io.logaggregator.server.access.RateLimit;
import io.logaggregator.server.http.GatewayTarget;
import io.logaggregator.server.web.ProblemException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Authenticates the caller by the presented API key. The error does not reveal why a key is invalid. Keys of 256 bits cannot
 * be guessed, so the limit of failures bounds log records, and does not apply to valid keys from the same address.
 */
final class KeyFilter extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(KeyFilter.class);

    private final KeyRing keys;
    private final RateLimit<String> failures;

    /** @param failures by address */
    KeyFilter(KeyRing keys, RateLimit<String> failures) {
        this.keys = keys;
        this.failures = failures;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        ApiKey key =
                PresentedKey.in(request).map(SecretHash::of).flatMap(keys::use).orElseThrow(() -> rejection(request));
        SecurityContextHolder.getContext().setAuthentication(new Caller(key, request.getRemoteAddr()));
        chain.doFilter(request, response);
    }

    /** Always 401 at the paths of gateways: their clients drop data on 429. */
    private RuntimeException rejection(HttpServletRequest request) {
        String address = request.getRemoteAddr();
        Optional<Duration> pause = failures.add(address);
        if (pause.isPresent() && GatewayTarget.of(request).isEmpty()) {
            return ProblemException.tooManyRequests("Too many invalid API keys from this address.", pause.get());
        }
        if (pause.isEmpty()) {
            log.warn("API key rejected: address={}", address);
        }
        return ProblemException.unauthorized("Invalid API key (unknown, expired or revoked).");
    }
}
