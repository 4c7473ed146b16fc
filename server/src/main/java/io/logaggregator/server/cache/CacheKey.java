package io.logaggregator.server.cache;

import io.logaggregator.core.store.Revision;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * A question to the store.
 *
 * @param kind for example {@code histogram}
 * @param parameters that make it another question than others of its kind, by value
 * @param store answers it
 * @param revision of what it is about; empty where that is not over yet, or never is
 * @param bytes how much memory an answer takes
 */
record CacheKey<V>(
        String kind,
        List<Object> parameters,
        Supplier<V> store,
        Optional<Supplier<Revision>> revision,
        ToLongFunction<V> bytes) {

    CacheKey {
        parameters = List.copyOf(parameters);
    }

    /** What equal questions have in common. */
    Key key() {
        return new Key(kind, parameters);
    }

    /** What this or an equal question was answered with. */
    @SuppressWarnings("unchecked") // equal questions are made in one place, with answers of one type
    V typed(Object answer) {
        return (V) answer;
    }

    record Key(String kind, List<Object> parameters) {}
}
