package io.logaggregator.store.postgres.logs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The fetch size of a result of {@link SizedColumns}, adapted to the size of its rows and the duration of a fetch, so that
 * little memory is used and rows arrive steadily. Not thread-safe.
 */
final class FetchSize {

    private static final int INITIAL = 20;
    private static final int MAX_ROWS = 100;
    private static final int MAX_BYTES = 1 << 20;
    private static final long MAX_FETCH_NANOS = 500_000_000;

    private int size = INITIAL;
    private int left = INITIAL;
    private long bytes;
    private long fetchedAtNanos = System.nanoTime();

    FetchSize(Statement statement) throws SQLException {
        statement.setFetchSize(INITIAL);
    }

    /**
     * Adapts the fetch size after a row is processed.
     *
     * @param length of the fields that vary most in size
     */
    void next(ResultSet result, int length) throws SQLException {
        bytes += length;
        left--;
        if (left > 0) {
            return;
        }
        long now = System.nanoTime();
        int wanted = now - fetchedAtNanos > MAX_FETCH_NANOS ? size / 2 : size * 2;
        long fitting = MAX_BYTES / Math.max(1, bytes / size);
        size = Math.clamp(Math.min(wanted, fitting), 1, MAX_ROWS);
        result.setFetchSize(size);
        left = size;
        bytes = 0;
        fetchedAtNanos = now;
    }
}
