package io.logaggregator.store.postgres.sql;

import io.logaggregator.core.common.Page;
import io.logaggregator.core.common.StorableText;
import io.logaggregator.core.observation.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Fixed SQL text with values for its parameters: input never becomes part of the text.
 *
 * @param values one for each question mark: text, numbers, timestamps, ids, or JSON, or arrays of text, numbers or ids;
 *     null without a value
 */
public record Sql(String text, List<@Nullable Object> values) {

    public Sql {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    /**
     * Returns SQL with {@code values} for the question marks outside quotes, in order. A value that is SQL itself is
     * inserted with its own values.
     */
    public static Sql of(String template, @Nullable Object... values) {
        StringBuilder text = new StringBuilder(template.length());
        List<@Nullable Object> bound = new ArrayList<>();
        int next = 0;
        boolean quoted = false;
        for (int index = 0; index < template.length(); index++) {
            char character = template.charAt(index);
            quoted ^= character == '\'';
            if (character != '?' || quoted) {
                text.append(character);
            } else if (values[next++] instanceof Sql part) {
                text.append(part.text);
                bound.addAll(part.values);
            } else {
                requireNoCastOfIds(template, index, values[next - 1]);
                text.append('?');
                bound.add(values[next - 1]);
            }
        }
        if (next != values.length) {
            throw new IllegalArgumentException(
                    "values: " + values.length + " (expected: " + next + ") for " + template);
        }
        return new Sql(text.toString(), bound);
    }

    /**
     * A generic plan of {@code id = any (?::uuid[])} casts the whole array for each row that it reads. Ids are bound as
     * {@code UUID[]}, without a cast.
     */
    private static void requireNoCastOfIds(String template, int index, @Nullable Object value) {
        if (value instanceof String[] && template.startsWith("::uuid[]", index + 1)) {
            throw new IllegalArgumentException("ids as text (expected: UUID[]) for " + template);
        }
    }

    /** The names of constants, as a value for a column of text. */
    public static String[] names(Collection<? extends Enum<?>> constants) {
        return constants.stream().map(Enum::name).toArray(String[]::new);
    }

    /** Reads an array of texts. */
    public static List<String> readTexts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    /** Joins the parts, each in parentheses, with an operator. */
    public static Sql joined(String operator, List<Sql> parts) {
        StringBuilder text = new StringBuilder();
        List<@Nullable Object> bound = new ArrayList<>();
        for (Sql part : parts) {
            text.append(text.isEmpty() ? "(" : " " + operator + " (")
                    .append(part.text)
                    .append(')');
            bound.addAll(part.values);
        }
        return new Sql(text.toString(), bound);
    }

    public <T> List<T> list(DataSource pool, Row<T> row) {
        return Query.run(pool, connection -> list(connection, row));
    }

    /**
     * Returns a page of this query, which selects one row more than the limit.
     *
     * @param id of a row, as the cursor of the next page
     */
    public <T> Page<T> page(DataSource pool, Row<T> row, int limit, Function<T, UUID> id) {
        List<T> rows = list(pool, row);
        if (rows.size() <= limit) {
            return new Page<>(rows, Optional.empty());
        }
        List<T> items = rows.subList(0, limit);
        return new Page<>(items, Optional.of(id.apply(items.getLast())));
    }

    public <T> Optional<T> first(DataSource pool, Row<T> row) {
        return list(pool, row).stream().findFirst();
    }

    public <T> Optional<T> first(Connection connection, Row<T> row) throws SQLException {
        return list(connection, row).stream().findFirst();
    }

    public <T> List<T> list(Connection connection, Row<T> row) throws SQLException {
        try (PreparedStatement statement = prepared(connection);
                ResultSet result = statement.executeQuery()) {
            List<T> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(row.read(result));
            }
            return rows;
        }
    }

    /** Prepares the statement and sets its values. */
    public PreparedStatement prepared(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text);
        try {
            for (int index = 0; index < values.size(); index++) {
                statement.setObject(index + 1, bindable(connection, values.get(index)));
            }
            return statement;
        } catch (SQLException | RuntimeException failure) {
            statement.close();
            throw failure;
        }
    }

    /** Executes the statement and returns the number of changed rows. */
    public int update(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepared(connection)) {
            return statement.executeUpdate();
        }
    }

    /** Cleans text, since PostgreSQL rejects U+0000 even in a query, and gives arrays of ids their type. */
    private static @Nullable Object bindable(Connection connection, @Nullable Object value) throws SQLException {
        return switch (value) {
            case null -> null;
            case JsonObject json -> json.text();
            case UUID[] ids -> connection.createArrayOf("uuid", ids);
            case String text -> StorableText.of(text);
            case String[] texts -> Arrays.stream(texts).map(Sql::storableOrNull).toArray(String[]::new);
            default -> value;
        };
    }

    private static @Nullable String storableOrNull(@Nullable String text) {
        return text == null ? null : StorableText.of(text);
    }

    /** Reads the current row of a result. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet result) throws SQLException;
    }
}
