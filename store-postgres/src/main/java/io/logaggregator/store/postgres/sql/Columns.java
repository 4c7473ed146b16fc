package io.logaggregator.store.postgres.sql;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Rows as one array per column: parameters of a statement that reads them with {@code unnest}. Not thread-safe. */
public final class Columns<T> {

    private final Collection<T> rows;
    private final List<Object> arrays = new ArrayList<>();

    private Columns(Collection<T> rows) {
        this.rows = rows;
    }

    public static <T> Columns<T> of(Collection<T> rows) {
        return new Columns<>(rows);
    }

    /** Adds the text of a field, also for the types that PostgreSQL casts from text. */
    public Columns<T> text(Function<T, @Nullable Object> field) {
        @Nullable String[] texts = new String[rows.size()];
        int index = 0;
        for (T row : rows) {
            Object value = field.apply(row);
            texts[index++] = value == null ? null : value.toString();
        }
        arrays.add(texts);
        return this;
    }

    /** Adds the text of a timestamp; null for {@code Instant.MIN}. */
    public Columns<T> timestamp(Function<T, @Nullable Instant> field) {
        return text(row -> Timestamps.text(field.apply(row)));
    }

    public Columns<T> integer(ToIntFunction<T> field) {
        arrays.add(rows.stream().mapToInt(field).toArray());
        return this;
    }

    public Columns<T> bigint(ToLongFunction<T> field) {
        arrays.add(rows.stream().mapToLong(field).toArray());
        return this;
    }

    public Columns<T> float8(ToDoubleFunction<T> field) {
        arrays.add(rows.stream().mapToDouble(field).toArray());
        return this;
    }

    public Columns<T> bool(Predicate<T> field) {
        boolean[] values = new boolean[rows.size()];
        int index = 0;
        for (T row : rows) {
            values[index++] = field.test(row);
        }
        arrays.add(values);
        return this;
    }

    public Columns<T> bytea(Function<T, byte[]> field) {
        arrays.add(rows.stream().map(field).toArray(byte[][]::new));
        return this;
    }

    /** The arrays, in the order in which they were added. */
    public Object[] arrays() {
        return arrays.toArray();
    }
}
