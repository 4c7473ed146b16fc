package io.logaggregator.core.access;

import io.logaggregator.core.common.CountLimitException;
import io.logaggregator.core.common.DuplicateNameException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Saved views. Names of shared views are unique, and so are those of the private views of an owner, both case-insensitive.
 * Changes are audited. Thread-safe.
 */
public interface SavedViews {

    /** Private views of an owner. */
    int MAX_PRIVATE = 100;

    int MAX_SHARED = 500;

    /** The views that an owner sees: its own and the shared ones, by name. */
    List<SavedView> list(String owner);

    Optional<SavedView> find(UUID id);

    /**
     * Adds a view.
     *
     * @throws DuplicateNameException when another view has the name
     * @throws CountLimitException when there are {@link #MAX_PRIVATE} of the owner, or {@link #MAX_SHARED}
     */
    SavedView create(SavedView view, Actor actor);

    /**
     * Replaces the view with the same id, except for its owner.
     *
     * @return empty if there is none
     * @throws DuplicateNameException when another view has the name
     * @throws CountLimitException as in {@link #create}, when {@code shared} changes
     */
    Optional<SavedView> update(SavedView view, Actor actor);

    /** Deletes a view; returns whether it existed. */
    boolean delete(UUID id, Actor actor, Instant now);
}
