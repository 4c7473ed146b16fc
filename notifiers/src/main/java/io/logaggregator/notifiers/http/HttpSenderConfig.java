package io.logaggregator.notifiers.http;

import java.time.Duration;

/**
 * Settings of the requests to receivers.
 *
 * @param timeout of a whole request, from name resolution to the response, redirects included
 * @param allowPrivateTargets whether URLs and redirects may lead to private addresses
 * @param userAgent value of the header {@code User-Agent}
 */
public record HttpSenderConfig(Duration timeout, boolean allowPrivateTargets, String userAgent) {

    private static final Duration MIN_TIMEOUT = Duration.ofMillis(100);
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);

    public HttpSenderConfig {
        if (timeout.compareTo(MIN_TIMEOUT) < 0 || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException(
                    "timeout: " + timeout + " (expected: " + MIN_TIMEOUT + " to " + MAX_TIMEOUT + ")");
        }
        if (userAgent.isBlank()) {
            throw new IllegalArgumentException("userAgent: empty (expected: a name, for example log-aggregator)");
        }
    }
}
