package io.logaggregator.store.postgres.logs;

import io.logaggregator.store.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Columns of {@code log_record} that are fetched for many rows at once. A fetch has a number of rows, so the size of each row
 * must be bounded: the values of a larger one are null, and it is read by itself.
 *
 * @param texts columns of text
 * @param others columns of JSON and arrays
 */
record SizedColumns(List<String> texts, List<String> others) {

    /** Of all texts together. */
    private static final int MAX_TEXT_BYTES = 16 << 10;

    /** Of a value as it is stored, compressed to a hundredth at most. */
    private static final int MAX_STORED_BYTES = 2000;

    /** The rows of a query on {@code log_event}, in its order. */
    Sql of(Sql events, String direction) {
        return Sql.of(
                """
                select id, observed_at, received_at, level, %s, is_large
                from (select *, %s as is_large from (?) as record) as sized
                order by id %s""".formatted(
                                columns()
                                        .map("case when not is_large then %1$s end as %1$s"::formatted)
                                        .collect(Collectors.joining(", ")),
                                isLarge(),
                                direction),
                LogEventRow.resolved(events));
    }

    private Stream<String> columns() {
        return Stream.concat(texts.stream(), others.stream());
    }

    private String isLarge() {
        String text = texts.stream().map("octet_length(%s)"::formatted).collect(Collectors.joining(" + "));
        return Stream.concat(
                        Stream.of(text + " > " + MAX_TEXT_BYTES),
                        others.stream().map(column -> "pg_column_size(" + column + ") > " + MAX_STORED_BYTES))
                .collect(Collectors.joining(" or "));
    }

    /** Reads the current row, or the whole event if it is large; empty if that was removed. */
    static <T> Optional<T> read(ResultSet row, Connection connection, Sql.Row<T> reader) throws SQLException {
        return row.getBoolean("is_large")
                ? PostgresLogSearch.byId(row.getObject("id", UUID.class)).first(connection, reader)
                : Optional.of(reader.read(row));
    }
}
