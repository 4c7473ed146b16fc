package io.logaggregator.store.postgres.alerts.backtest;

import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.common.StoreBusyException;
import io.logaggregator.store.postgres.sql.Connections;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.SqlErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Streams rows on connections of its own, so that queries of the page never wait for backtests. The number and the
 * duration of concurrent reads are limited. Thread-safe.
 */
final class HistoryReader {

    static final int MAX_CONCURRENT = 2;

    private static final Duration MAX_DURATION = Duration.ofSeconds(60);
    private static final Duration PERMIT_TIMEOUT = Duration.ofSeconds(5);
    private static final int FETCH_SIZE = 5_000;

    private final Semaphore permits = new Semaphore(MAX_CONCURRENT, true);
    private final Connections connections;

    HistoryReader(Connections connections) {
        this.connections = connections;
    }

    /** Reads in one transaction; throws {@link StoreBusyException} if no permit is free in time. */
    void read(Reading reading) {
        acquirePermit();
        try (Connection connection = connections.openForHistory()) {
            reading.with(new Cursor(connection, System.nanoTime() + MAX_DURATION.toNanos()));
        } catch (SQLException failure) {
            throw SqlErrors.whileReading(failure);
        } finally {
            permits.release();
        }
    }

    private void acquirePermit() {
        try {
            if (permits.tryAcquire(PERMIT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
        throw new StoreBusyException(
                "too many concurrent backtests: " + MAX_CONCURRENT + " (expected: retry later)", null);
    }

    /** A sequence of queries. */
    @FunctionalInterface
    interface Reading {
        void with(Cursor cursor) throws SQLException;
    }

    /** Receives the current row of a result. */
    @FunctionalInterface
    interface RowSink {
        void accept(ResultSet row) throws SQLException;
    }

    /** Streams the rows of a query, some thousands in memory, until the deadline. */
    record Cursor(Connection connection, long deadlineNanos) {

        void each(Sql sql, RowSink sink) throws SQLException {
            try (PreparedStatement statement = sql.prepared(connection)) {
                statement.setFetchSize(FETCH_SIZE);
                checkTime();
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        sink.accept(result);
                        if (result.getRow() % FETCH_SIZE == 0) {
                            checkTime();
                        }
                    }
                }
            }
        }

        /** The statement timeout of the server applies to each fetch, this deadline to the whole. */
        private void checkTime() {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new QueryTimeoutException("backtest took too long (expected: a shorter time range)", null);
            }
        }
    }
}
