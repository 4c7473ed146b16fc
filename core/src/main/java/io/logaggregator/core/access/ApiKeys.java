package io.logaggregator.core.access;

import io.logaggregator.core.common.DuplicateNameException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The keys, in one place for all instances. Each change is an audit entry, committed with it, and makes {@link #version}
 * rise, by which every instance sees within a second that a key is revoked.
 */
public interface ApiKeys {

    /** Cheap: asked every few hundred milliseconds. */
    long version();

    /** All keys by name, the revoked ones too as long as they are kept. */
    List<ApiKey> list();

    Optional<ApiKey> find(UUID id);

    /** Those that are not revoked, by what is kept of their secrets. */
    Map<SecretHash, ApiKey> bySecret();

    /**
     * Adds a key.
     *
     * @throws DuplicateNameException when another has its name
     */
    void create(ApiKey key, SecretHash secret, Actor actor);

    /** Makes a key worthless for good; tells whether there was one that was not revoked. */
    boolean revoke(UUID id, Actor actor, Instant now);

    /** Notes when keys were used last. What is older than what is known changes nothing. */
    void used(Map<UUID, Instant> at);
}
