package io.logaggregator.core.alerting.silence;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.common.CountLimitException;
import io.logaggregator.core.common.DuplicateNameException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Mute intervals or inhibitions. Names are unique. Changes are audited, and every instance applies them within a second.
 * Thread-safe.
 */
public interface NamedDefinitions<T> {

    int MAX_COUNT = 100;

    /** By name. */
    List<T> list();

    Optional<T> find(UUID id);

    /**
     * Adds a definition.
     *
     * @throws DuplicateNameException when another one has the name
     * @throws CountLimitException when there are {@link #MAX_COUNT}
     */
    T create(T definition, Actor actor, Instant now);

    /**
     * Replaces the definition with the same id.
     *
     * @return empty if there is none
     * @throws DuplicateNameException when another one has the name
     */
    Optional<T> update(T definition, Actor actor, Instant now);

    /** Deletes a definition; returns whether it existed. */
    boolean delete(UUID id, Actor actor, Instant now);

    /** The id of a definition of the configuration, derived from its kind and its name in any case. */
    static UUID provisionedId(String kind, String name) {
        return UUID.nameUUIDFromBytes(
                ("provisioned " + kind + " " + name.toLowerCase(Locale.ROOT)).getBytes(StandardCharsets.UTF_8));
    }

    /** Whether a definition is one of the configuration: ids of others are random, and of another version. */
    static boolean isProvisioned(UUID id) {
        return id.version() == 3;
    }
}
