package io.logaggregator.server.api;

import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.Scope;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key.
 *
 * @param lastUsedAt to a minute or so; {@code null} when it never was
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
