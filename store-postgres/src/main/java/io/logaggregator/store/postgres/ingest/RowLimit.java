package io.logaggregator.store.postgres.ingest;

import io.logaggregator.store.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Limits the rows of a table. Counts them only when rows are to be inserted, and at most every ten seconds; all sessions
 * together may exceed the limit by the rows of such a time. Not thread-safe.
 */
final class RowLimit {

    private static final Duration MAX_AGE = Duration.ofSeconds(10);

    private final Connection connection;
    private final String table;
    private final int max;
    private boolean isCounted;
    private long countedAt;
    private long rows;

    RowLimit(Connection connection, String table, int max) {
        this.connection = connection;
        this.table = table;
        this.max = max;
    }

    int max() {
        return max;
    }

    /** Returns how many of this number of rows may be inserted. */
    int admit(int wanted) throws SQLException {
        long now = System.nanoTime();
        if (!isCounted || now - countedAt > MAX_AGE.toNanos()) {
            rows = Sql.of("select count(*) from " + table)
                    .first(connection, row -> row.getLong(1))
                    .orElseThrow();
            isCounted = true;
            countedAt = now;
        }
        return Math.toIntExact(Math.clamp(max - rows, 0, wanted));
    }

    /** Adds rows that this session has inserted. */
    void inserted(int number) {
        rows += number;
    }

    /** Counts again before the next insertion, since rows were removed. */
    void clear() {
        isCounted = false;
    }
}
