package io.logaggregator.server.web;

import io.logaggregator.core.common.Page;
import io.logaggregator.server.web.Cursor.Source;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page, newest first.
 *
 * @param nextCursor cursor of the next page; {@code null} on the last
 */
public record PageView<T>(List<T> items, @Nullable String nextCursor) {

    /** Description of the parameter {@code limit}. */
    public static final String LIMIT = "Maximum number of items.";

    /** Description of the parameter {@code cursor}. */
    public static final String CURSOR =
            "`nextCursor` of the page before; the other parameters must not change. Default: the newest page.";

    /** A page with each item converted. */
    public static <S, T> PageView<T> of(Source source, Page<S> page, Function<? super S, T> view) {
        List<T> items = page.items().stream().<T>map(view).toList();
        return new PageView<>(
                items, page.next().map(id -> new Cursor(source, id).encode()).orElse(null));
    }
}
