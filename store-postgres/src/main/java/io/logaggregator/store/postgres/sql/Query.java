package io.logaggregator.store.postgres.sql;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A query that runs on a connection of its own. */
@FunctionalInterface
public interface Query<T> {

    T on(Connection connection) throws SQLException;

    /** Runs a query with autocommit and translates its failures with {@link SqlErrors#whileReading}. */
    static <T> T run(DataSource pool, Query<T> query) {
        try (Connection connection = pool.getConnection()) {
            return query.on(connection);
        } catch (SQLException failure) {
            throw SqlErrors.whileReading(failure);
        }
    }

    /** Runs a query in one read-only snapshot. */
    static <T> T inSnapshot(DataSource pool, Query<T> query) {
        return run(pool, connection -> {
            connection.setAutoCommit(false); // the pool resets these three
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            T result = query.on(connection);
            connection.commit();
            return result;
        });
    }
}
