package io.logaggregator.store.postgres.sql;

import io.logaggregator.core.common.AggregatorException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/** A query that runs on a connection of its own. */
@FunctionalInterface
public interface Query<T> {

    /** Less than PostgreSQL's deadlock_timeout of 1 s: in a deadlock this side gives way. */
    Duration LOCK_TIMEOUT = Duration.ofMillis(500);

    int MAX_ATTEMPTS = 5;

    T on(Connection connection) throws SQLException;

    /** Runs a query with autocommit and translates its failures with {@link SqlErrors#whileReading}. */
    static <T> T run(DataSource pool, Query<T> query) {
        try (Connection connection = pool.getConnection()) {
            return query.on(connection);
        } catch (SQLException failure) {
            throw SqlErrors.whileReading(failure);
        }
    }

    /**
     * Runs a query in a transaction that does not wait long for a lock, since later sessions would queue behind it.
     *
     * @param connection without autocommit
     * @return empty if the locks were not free in any of several attempts
     */
    static <T> Optional<T> withLockTimeout(Connection connection, Query<T> query) throws SQLException {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            try {
                Sql.of("set local lock_timeout = " + LOCK_TIMEOUT.toMillis()).update(connection);
                T result = query.on(connection);
                connection.commit();
                return Optional.of(result);
            } catch (SQLException failure) {
                connection.rollback();
                if (!SqlErrors.isLockTimeout(failure)) {
                    throw failure;
                }
            } catch (AggregatorException failure) {
                connection.rollback();
                if (!(failure.getCause() instanceof SQLException cause && SqlErrors.isLockTimeout(cause))) {
                    throw failure;
                }
            }
        }
        return Optional.empty();
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
