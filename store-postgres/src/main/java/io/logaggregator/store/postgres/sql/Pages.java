package io.logaggregator.store.postgres.sql;

import io.logaggregator.core.common.Page;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Pages cut from rows of which one more was asked for than a page holds: it tells whether another page follows. */
public final class Pages {

    private Pages() {}

    public static <T> Page<T> cut(List<T> rows, int limit, Function<T, UUID> id) {
        if (rows.size() <= limit) {
            return new Page<>(rows, Optional.empty());
        }
        List<T> items = rows.subList(0, limit);
        return new Page<>(items, Optional.of(id.apply(items.getLast())));
    }
}
