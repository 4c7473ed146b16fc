package io.logaggregator.server.api;

import io.logaggregator.core.common.Page;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page, newest first.
 *
 * @param nextCursor for the following page; {@code null} on the last
 */
record PageView<T>(List<T> items, @Nullable String nextCursor) {

    static <S, T> PageView<T> of(Page<S> page, Function<? super S, T> view) {
        List<T> items = page.items().stream().<T>map(view).toList();
        return new PageView<>(items, page.next().map(Cursor::encode).orElse(null));
    }
}
