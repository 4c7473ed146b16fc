package io.logaggregator.store.postgres.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * SQL of fixed text, with the values that take the places of its question marks when it runs: what people ask for never
 * becomes part of the text.
 *
 * @param values one for each question mark: text, numbers, timestamps, ids, or arrays of text or numbers
 */
public record Sql(String text, List<Object> values) {

    public Sql {
        values = List.copyOf(values);
    }

    /**
     * SQL whose question marks outside quotes stand for {@code values} in their order. A value that is SQL itself is
     * put in its place, together with its own values.
     */
    public static Sql of(String template, Object... values) {
        StringBuilder text = new StringBuilder(template.length());
        List<Object> bound = new ArrayList<>();
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

    /** All of the parts, each in parentheses, with a word between. */
    public static Sql joined(String word, List<Sql> parts) {
        StringBuilder text = new StringBuilder();
        List<Object> bound = new ArrayList<>();
        for (Sql part : parts) {
            text.append(text.isEmpty() ? "(" : " " + word + " (")
                    .append(part.text)
                    .append(')');
            bound.addAll(part.values);
        }
        return new Sql(text.toString(), bound);
    }

    public <T> List<T> list(DataSource pool, Row<T> row) {
        return Query.run(pool, connection -> list(connection, row));
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

    /** The statement with its values in their places. */
    public PreparedStatement prepared(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text);
        try {
            for (int index = 0; index < values.size(); index++) {
                statement.setObject(index + 1, acceptable(values.get(index)));
            }
            return statement;
        } catch (SQLException | RuntimeException failure) {
            statement.close();
            throw failure;
        }
    }

    /** Runs it as a change; tells how many rows it changed. */
    public int update(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepared(connection)) {
            return statement.executeUpdate();
        }
    }

    /** PostgreSQL refuses U+0000 even in a question. No text that is stored holds it. */
    private static Object acceptable(Object value) {
        return switch (value) {
            case String text -> text.replace('\0', '\uFFFD');
            case String[] texts ->
                Arrays.stream(texts).map(text -> text.replace('\0', '\uFFFD')).toArray(String[]::new);
            default -> value;
        };
    }

    /** Makes a thing of the row at which a result stands. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet result) throws SQLException;
    }
}
