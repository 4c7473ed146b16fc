package io.logaggregator.store.postgres.sql;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Some SQL, run on a connection of its own for as long as it lasts. */
@FunctionalInterface
public interface Query<T> {

    T on(Connection connection) throws SQLException;

    /** Runs a query, each statement for itself, and translates its failures by {@link SqlErrors#whileReading}. */
    static <T> T run(DataSource pool, Query<T> query) {
        try (Connection connection = pool.getConnection()) {
            return query.on(connection);
        } catch (SQLException failure) {
            throw SqlErrors.whileReading(failure);
        }
    }

    /** Runs a query whose statements all see the same moment, and change nothing. */
    static <T> T inSnapshot(DataSource pool, Query<T> query) {
        return run(pool, connection -> {
            connection.setAutoCommit(false); // these three until the pool has it back
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            T result = query.on(connection);
            connection.commit();
            return result;
        });
    }
}
