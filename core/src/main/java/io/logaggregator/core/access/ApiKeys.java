package io.logaggregator.core.access;

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

    /** Cheap: read several times a second. */
    long version();

    /** All keys by name, including revoked ones until they are deleted. */
    List<ApiKey> list();

    Optional<ApiKey> find(UUID id);

    /** Keys that are not revoked, by the hash of their secret. */
    Map<SecretHash, ApiKey> bySecret();

    /**
     * Adds a key.
     *
     * @throws DuplicateNameException when another key has the name
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
