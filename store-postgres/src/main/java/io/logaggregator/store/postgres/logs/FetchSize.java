package io.logaggregator.store.postgres.logs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * How many rows of a result are fetched at once: few while they are long, or take long to be found, so that memory stays
 * small and nobody waits for the next before he gets the last. Not thread-safe.
 */
final class FetchSize {

    private static final int FIRST = 20;
    private static final int MOST = 250;
    private static final int MOST_BYTES = 1 << 20;
    private static final long PATIENCE_NANOS = 500_000_000;

    private int size = FIRST;
    private int left = FIRST;
    private long bytes;
    private long fetchedAtNanos = System.nanoTime();

    FetchSize(Statement statement) throws SQLException {
        statement.setFetchSize(FIRST);
    }

    /**
     * To be called for each row when it has been dealt with.
     *
     * @param length of what makes some rows longer than others
     */
    void next(ResultSet result, int length) throws SQLException {
        bytes += length;
        left--;
        if (left > 0) {
            return;
        }
        long now = System.nanoTime();
        int wanted = now - fetchedAtNanos > PATIENCE_NANOS ? size / 2 : size * 2;
        long fitting = MOST_BYTES / Math.max(1, bytes / size);
        size = Math.clamp(Math.min(wanted, fitting), 1, MOST);
        result.setFetchSize(size);
        left = size;
        bytes = 0;
        fetchedAtNanos = now;
    }
}
