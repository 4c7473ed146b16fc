package io.logaggregator.core.access;

import io.logaggregator.core.common.CountLimitException;
import io.logaggregator.core.common.DuplicateNameException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * API keys, shared by all instances. Each change commits an audit entry with it and increases {@link #version}, so that
 * every instance applies a revocation within a second.
 */
public interface ApiKeys {

    /** Number of keys that are not revoked. Each is held in memory, and lists are complete. */
    int MAX_COUNT = 1000;

    /** Cheap: read several times a second. */
    long version();

    /** All keys by name, including the {@link #MAX_COUNT} that were revoked last. */
    List<ApiKey> list();

    Optional<ApiKey> find(UUID id);

    /** Keys that are not revoked, by the hash of their secret. */
    Map<SecretHash, ApiKey> bySecret();

    /**
     * Adds a key.
     *
     * @throws DuplicateNameException when another key has the name
     * @throws CountLimitException when there are {@link #MAX_COUNT}
     */
    void create(ApiKey key, SecretHash secret, Actor actor);

    /**
     * Revokes a key for good.
     *
     * @return whether there was such a key that was not revoked
     */
    boolean revoke(UUID id, Actor actor, Instant now);

    /** Records the times of last use. Times before the recorded ones change nothing. */
    void used(Map<UUID, Instant> at);
}
