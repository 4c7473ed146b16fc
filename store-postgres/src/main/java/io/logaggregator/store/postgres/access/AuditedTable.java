package io.logaggregator.store.postgres.access;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.access.AuditEntry;
import io.logaggregator.core.access.AuditEntry.Action;
import io.logaggregator.core.common.CountLimitException;
import io.logaggregator.core.common.DuplicateNameException;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.SqlErrors;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A table of rules, channels or keys. Each change is one transaction with its audit entry and a new configuration
 * version. Changes of all instances are serialized, and are durable once they return. Thread-safe.
 *
 * @param kind of the audit entries
 * @param columns SQL of the columns that the reader needs
 * @param json SQL of a row as JSON for the audit log, without secrets
 * @param order SQL of the order of {@link #list}
 * @param limit rows that count, and their maximum
 */
public record AuditedTable<T>(
        DataSource pool,
        String table,
        AuditEntry.Kind kind,
        String columns,
        String json,
        String order,
        Limit limit,
        Sql.Row<T> reader) {

    /**
     * A limit of the number of rows.
     *
     * @param counted condition of the rows that count
     */
    public record Limit(Sql counted, int max) {}

    /** Computes the new values of columns from the current row; empty for no change. */
    @FunctionalInterface
    public interface Update<T> {
        Optional<Map<String, @Nullable Object>> columns(Connection connection, T before, long version)
                throws SQLException;
    }

    /** A statement to run before a row is deleted. */
    @FunctionalInterface
    public interface Cleanup {
        void run(Connection connection) throws SQLException;
    }

    @FunctionalInterface
    private interface Change<R> {
        Optional<R> run(Connection connection, long version) throws SQLException;
    }

    private record Stored<T>(T value, String json) {}

    /** The result of an update. */
    public record Updated<T>(T value, boolean changed) {}

    /** The configuration version: that of the newest change. */
    public long version() {
        return Sql.of("select version from configuration")
                .list(pool, row -> row.getLong("version"))
                .getFirst();
    }

    public List<T> list() {
        return Sql.of("select " + columns + " from " + table + " order by " + order)
                .list(pool, reader);
    }

    public Optional<T> find(UUID id) {
        return Sql.of("select " + columns + " from " + table + " where id = ?", id)
                .first(pool, reader);
    }

    /**
     * Inserts a row.
     *
     * @param name for the error message where another row has it
     * @param values values of the columns, by the new version
     */
    public T insert(
            UUID id, String name, LongFunction<Map<String, @Nullable Object>> values, Actor actor, Instant now) {
        return change(false, (connection, version) -> {
                    requireBelowLimit(connection);
                    Map<String, @Nullable Object> row = values.apply(version);
                    Stored<T> after = write(
                            connection,
                            "insert into %s (%s) values (%s)"
                                    .formatted(table, String.join(", ", row.keySet()), places(row)),
                            row.values(),
                            name);
                    audit(connection, id, Action.CREATED, null, after.json, actor, now);
                    return Optional.of(after.value);
                })
                .orElseThrow();
    }

    /** Updates a row; empty if there is none. */
    public Optional<Updated<T>> update(
            UUID id, String name, Action action, Update<T> update, Actor actor, Instant now) {
        return update(id, name, action, update, actor, now, false);
    }

    /**
     * Updates a row; empty if there is none.
     *
     * @param dryRun whether to roll back
     */
    public Optional<Updated<T>> update(
            UUID id, String name, Action action, Update<T> update, Actor actor, Instant now, boolean dryRun) {
        return change(dryRun, (connection, version) -> {
            Optional<Stored<T>> stored = stored(connection, id);
            if (stored.isEmpty()) {
                connection.rollback();
                return Optional.empty();
            }
            Stored<T> before = stored.get();
            Optional<Map<String, @Nullable Object>> changes = update.columns(connection, before.value, version);
            if (changes.isEmpty()) {
                connection.rollback();
                return Optional.of(new Updated<>(before.value, false));
            }
            List<@Nullable Object> values = new ArrayList<>(changes.get().values());
            values.add(id);
            Stored<T> after = write(
                    connection,
                    "update %s set (%s) = row (%s) where id = ?"
                            .formatted(table, String.join(", ", changes.get().keySet()), places(changes.get())),
                    values,
                    name);
            audit(connection, id, action, before.json, after.json, actor, now);
            return Optional.of(new Updated<>(after.value, true));
        });
    }

    /** Deletes a row; false if there is none. */
    public boolean delete(UUID id, Cleanup cleanup, Actor actor, Instant now) {
        return delete(id, cleanup, actor, now, false);
    }

    /**
     * Deletes a row; false if there is none.
     *
     * @param dryRun whether to roll back
     */
    public boolean delete(UUID id, Cleanup cleanup, Actor actor, Instant now, boolean dryRun) {
        return change(dryRun, (connection, version) -> {
                    Optional<Stored<T>> before = stored(connection, id);
                    if (before.isEmpty()) {
                        connection.rollback();
                        return before;
                    }
                    cleanup.run(connection);
                    Sql.of("delete from " + table + " where id = ?", id).update(connection);
                    audit(connection, id, Action.DELETED, before.get().json, null, actor, now);
                    return before;
                })
                .isPresent();
    }

    /** @throws CountLimitException if as many rows count as may */
    void requireBelowLimit(Connection connection) throws SQLException {
        long count = Sql.of("select count(*) from " + table + " where ?", limit.counted)
                .list(connection, row -> row.getLong(1))
                .getFirst();
        if (count >= limit.max) {
            throw new CountLimitException(kindText(), limit.max);
        }
    }

    private <R> Optional<R> change(boolean dryRun, Change<R> change) {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false); // the pool resets it, and rolls back uncommitted changes
            Optional<R> result = change.run(connection, nextVersion(connection));
            if (dryRun) {
                connection.rollback();
            } else {
                connection.commit();
            }
            return result;
        } catch (SQLException failure) {
            throw SqlErrors.whileWriting(failure);
        }
    }

    /** Increments the version; its row lock serializes the changes. */
    private static long nextVersion(Connection connection) throws SQLException {
        Sql.of("set local synchronous_commit = on").update(connection);
        return Sql.of("update configuration set version = version + 1 returning version")
                .first(connection, row -> row.getLong("version"))
                .orElseThrow();
    }

    private static String places(Map<String, @Nullable Object> values) {
        return values.values().stream()
                .map(value -> value instanceof JsonObject ? "?::jsonb" : "?")
                .collect(Collectors.joining(", "));
    }

    private Optional<Stored<T>> stored(Connection connection, UUID id) throws SQLException {
        return Sql.of("select " + columns + ", " + json + " as audit_json from " + table + " where id = ?", id)
                .first(connection, this::read);
    }

    private Stored<T> write(Connection connection, String sql, Collection<@Nullable Object> values, String name)
            throws SQLException {
        try {
            return Sql.of(sql + " returning " + columns + ", " + json + " as audit_json", values.toArray())
                    .first(connection, this::read)
                    .orElseThrow();
        } catch (SQLException failure) {
            if (SqlErrors.isDuplicate(failure)) {
                throw new DuplicateNameException(kindText(), name);
            }
            throw failure;
        }
    }

    private String kindText() {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private Stored<T> read(ResultSet row) throws SQLException {
        return new Stored<>(reader.read(row), row.getString("audit_json"));
    }

    private void audit(
            Connection connection,
            UUID id,
            Action action,
            @Nullable String before,
            @Nullable String after,
            Actor actor,
            Instant now)
            throws SQLException {
        Sql.of(
                        """
                        insert into audit_entry (at, actor, address, request_id, action, kind, subject, before, after)
                        values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb)
                        """,
                        Timestamps.of(now),
                        actor.name(),
                        actor.address(),
                        actor.requestId(),
                        action.name(),
                        kind.name(),
                        id.toString(),
                        before,
                        after)
                .update(connection);
    }
}
