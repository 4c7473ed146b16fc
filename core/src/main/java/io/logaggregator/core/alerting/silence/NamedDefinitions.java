package io.logaggregator.core.alerting.silence;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.common.CountLimitException;
import io.logaggregator.core.common.DuplicateNameException;
import java.time.Instant;
import java.util.List;
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
}
