package io.logaggregator.core.access;

import io.logaggregator.core.common.Glob;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What is known of a key, which is everything but its secret.
 *
 * @param name by which its holder is known; no two keys that are not revoked share one, whatever the case
 * @param scopes at least one
 * @param host the hosts whose telemetry it may send
 * @param environment the environments whose telemetry it may send
 * @param expiresAt the first instant at which it is worth nothing
 * @param lastUsedAt to a minute or so
 */
public record ApiKey(
        UUID id,
        String name,
        Set<Scope> scopes,
        Glob host,
        Glob environment,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> lastUsedAt,
        Optional<Instant> revokedAt) {

    public ApiKey {
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException("scopes: none (expected: at least one)");
        }
        scopes = Collections.unmodifiableSet(EnumSet.copyOf(scopes));
    }

    /** Whether it is good for anything at an instant. */
    public boolean isValidAt(Instant now) {
        return revokedAt.isEmpty()
                && expiresAt.filter(end -> !now.isBefore(end)).isEmpty();
    }

    /** Whether it may send telemetry of a host in an environment. */
    public boolean maySendFor(String hostName, String environmentName) {
        return host.matches(hostName) && environment.matches(environmentName);
    }
}
