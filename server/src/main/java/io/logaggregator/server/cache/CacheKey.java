package io.logaggregator.server.cache;

import io.logaggregator.core.store.Revision;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A query, by its kind and parameters, and the way to load its result.
 *
 * @param kind for example {@code histogram}
 * @param parameters compared by value
 * @param loader queries the store
 * @param revision of the queried data; empty if they change continuously
 */
record CacheKey<V>(String kind, List<Object> parameters, Supplier<V> loader, Optional<Supplier<Revision>> revision) {

    CacheKey {
        parameters = List.copyOf(parameters);
    }

    /** Equal for queries with equal results. */
    Id id() {
        return new Id(kind, parameters);
    }

    /** A cached result in the type of this query. */
    @SuppressWarnings("unchecked") // each kind is created in one place, with results of one type
    V cast(Object result) {
        return (V) result;
    }

    record Id(String kind, List<Object> parameters) {}
}
