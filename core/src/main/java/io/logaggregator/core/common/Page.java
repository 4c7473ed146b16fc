package io.logaggregator.core.common;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Some of many items, newest first.
 *
 * @param next the id after which the following page begins; empty on the last page
 */
public record Page<T>(List<T> items, Optional<UUID> next) {

    public Page {
        items = List.copyOf(items);
    }
}
