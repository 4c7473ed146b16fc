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
 * Reads rows without keeping them, on connections of their own, so that those who wait for a page never wait for a long
 * look at the past. Few at a time, and each for a limited time. Thread-safe.
 */
final class HistoryReader {

    static final int AT_A_TIME = 2;

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int FETCHED_AT_ONCE = 5_000;

    private final Semaphore places = new Semaphore(AT_A_TIME, true);
    private final Connections connections;

    HistoryReader(Connections connections) {
        this.connections = connections;
    }

    /** Does some reading in one transaction; throws {@link StoreBusyException} when there is no place. */
    void read(Reading reading) {
        takePlace();
        try (Connection connection = connections.openForHistory()) {
            reading.with(new Cursor(connection, System.nanoTime() + LONGEST.toNanos()));
        } catch (SQLException failure) {
            throw SqlErrors.whileReading(failure);
        } finally {
            places.release();
        }
    }

    private void takePlace() {
        try {
            if (places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
        throw new StoreBusyException("history is being read by " + AT_A_TIME + " others", null);
    }

    /** What is to be read. */
    @FunctionalInterface
    interface Reading {
        void with(Cursor cursor) throws SQLException;
    }

    /** Takes the row at which a result stands. */
    @FunctionalInterface
    interface RowSink {
        void take(ResultSet row) throws SQLException;
    }

    /** Goes through rows, some thousands in memory, until the time is up. */
    record Cursor(Connection connection, long deadlineNanos) {

        void each(Sql sql, RowSink sink) throws SQLException {
            try (PreparedStatement statement = sql.prepared(connection)) {
                statement.setFetchSize(FETCHED_AT_ONCE);
                checkTime();
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        sink.take(result);
                        if (result.getRow() % FETCHED_AT_ONCE == 0) {
                            checkTime();
                        }
                    }
                }
            }
        }

        /** The time limit of the server is for each part of a result, this one for all. */
        private void checkTime() {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new QueryTimeoutException("there is too much to read: ask for a shorter time", null);
            }
        }
    }
}
