package io.logaggregator.notifiers.webhook;

import java.time.Duration;

/**
 * How webhooks are called.
 *
 * @param timeout for a call as a whole, from the look-up of the name to the answer, redirects included
 * @param allowPrivateRedirects whether the other side may redirect a call into this network
 * @param userAgent as which calls are made
 */
public record WebhookConfig(Duration timeout, boolean allowPrivateRedirects, String userAgent) {

    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);

    public WebhookConfig {
        if (timeout.compareTo(SHORTEST_TIMEOUT) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException(
                    "timeout: " + timeout + " (expected: " + SHORTEST_TIMEOUT + " to " + LONGEST_TIMEOUT + ")");
        }
        if (userAgent.isBlank()) {
            throw new IllegalArgumentException("userAgent: nothing (expected: a name, for example log-aggregator)");
        }
    }
}
