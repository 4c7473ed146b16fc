package io.logaggregator.core.common;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A page of items, newest first.
 *
 * @param next id after which the next page starts; empty on the last page
 */
public record Page<T>(List<T> items, Optional<UUID> next) {

    public Page {
        items = List.copyOf(items);
    }
}
