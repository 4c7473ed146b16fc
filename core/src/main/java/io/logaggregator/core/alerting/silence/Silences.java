package io.logaggregator.core.alerting.silence;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.common.CountLimitException;
import io.logaggregator.core.common.DuplicateNameException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The silences. Changes are audited, and every instance applies them within a second. Thread-safe. */
public interface Silences {

    /** Maximum number of silences that are not expired. */
    int MAX_COUNT = 1_000;

    /** Maximum number of expired silences. The oldest are deleted first. */
    int MAX_EXPIRED = 4_000;

    /** Time after which an expired silence is deleted, as in Alertmanager. */
    Duration RETENTION = Duration.ofDays(5);

    /** Those that end last first. */
    List<Silence> list();

    Optional<Silence> find(UUID id);

    /**
     * Adds a silence.
     *
     * @throws DuplicateNameException when a silence has the id
     * @throws CountLimitException when there are {@link #MAX_COUNT}
     */
    Silence create(Silence silence, Actor actor, Instant now);

    /**
     * Replaces the silence with the same id.
     *
     * @return empty if there is no such silence
     */
    Optional<Silence> update(Silence silence, Actor actor, Instant now);
}
