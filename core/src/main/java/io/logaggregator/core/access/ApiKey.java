package io.logaggregator.core.access;

import io.logaggregator.core.common.Glob;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * An API key without its secret.
 *
 * @param name unique among the keys that are not revoked, case-insensitive
 * @param scopes at least one
 * @param host hosts for which the key may send telemetry
 * @param environment environments for which the key may send telemetry
 * @param expiresAt first instant at which the key is invalid
 * @param lastUsedAt accurate to about a minute
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

    /** Whether the key is neither revoked nor expired. */
    public boolean isValidAt(Instant now) {
        return revokedAt.isEmpty()
                && expiresAt.filter(end -> !now.isBefore(end)).isEmpty();
    }

    /** Whether the key may send telemetry of a host in an environment. */
    public boolean maySendFor(String hostName, String environmentName) {
        return host.matches(hostName) && environment.matches(environmentName);
    }
}
