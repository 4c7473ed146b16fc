package io.logaggregator.server.access.api;

import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.Scope;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API key.
 *
 * @param host glob of the hosts that it may send telemetry for
 * @param environment glob of the environments that it may send telemetry for
 * @param lastUsedAt accurate to about a minute; {@code null} if it was never used
 */
record ApiKeyView(
        UUID id,
        String name,
        Set<Scope> scopes,
        String host,
        String environment,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt) {

    static ApiKeyView of(ApiKey key) {
        return new ApiKeyView(
                key.id(),
                key.name(),
                key.scopes(),
                key.host().pattern(),
                key.environment().pattern(),
                key.createdAt(),
                key.expiresAt().orElse(null),
                key.lastUsedAt().orElse(null),
                key.revokedAt().orElse(null));
    }
}
