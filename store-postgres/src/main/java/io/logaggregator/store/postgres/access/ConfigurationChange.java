package io.logaggregator.store.postgres.access;

import io.logaggregator.core.common.DuplicateNameException;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.SqlErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A change of a rule, a channel or a key, in a transaction of its own. All changes of all instances take turns, so that none
 * is lost, and each has a version of its own.
 */
@FunctionalInterface
public interface ConfigurationChange<T> {

    /** Makes the change; rolls back where there is nothing to change, and so uses no version. */
    T on(Connection connection, long version) throws SQLException;

    /** Of the newest change there was. */
    static long version(DataSource pool) {
        return Sql.of("select version from configuration")
                .list(pool, row -> row.getLong("version"))
                .getFirst();
    }

    /** Runs a change. Once it returns, a crash of the database does not undo it. */
    static <T> T run(DataSource pool, ConfigurationChange<T> change) {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false); // until the pool has it back, which also ends what was not committed
            T result = change.on(connection, nextVersion(connection));
            connection.commit();
            return result;
        } catch (SQLException failure) {
            throw SqlErrors.whileWriting(failure);
        }
    }

    /** Whoever else would change something waits here until this transaction ends. */
    private static long nextVersion(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local synchronous_commit = on");
            try (ResultSet row = statement.executeQuery("""
                    update configuration set version = version + 1 returning version
                    """)) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /**
     * Runs a statement that returns the one row it writes.
     *
     * @param duplicate what it means that there is such a row already
     */
    static <R> R write(
            Connection connection,
            String sql,
            List<@Nullable Object> values,
            Sql.Row<R> reader,
            Supplier<DuplicateNameException> duplicate)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int index = 0; index < values.size(); index++) {
                statement.setObject(index + 1, values.get(index));
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return reader.read(row);
            }
        } catch (SQLException failure) {
            if (SqlErrors.isDuplicate(failure)) {
                throw duplicate.get();
            }
            throw failure;
        }
    }
}
