package io.logaggregator.store.postgres.commits;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Coordinates the removal of hosts and series with ingest sessions, which cache what they have stored of them.
 *
 * <p>Ingest transactions exclude removals with a shared lock, and read the number of removals. When it has changed, they
 * drop their caches. So no transaction relies on a host or a series that is removed before its commit.
 */
public final class Removals {

    private static final long LOCK = 0x6C6F_6761_7265_6D01L; // "logarem", 1

    private Removals() {}

    /** Excludes removals until the end of the transaction, and returns their number so far. */
    public static long exclude(Connection connection) throws SQLException {
        // two statements, since the snapshot of one would be older than the lock
        return number(connection, "select pg_advisory_xact_lock_shared(" + LOCK + ")");
    }

    /**
     * Waits for the end of all ingest transactions and excludes further ones until the end of this transaction. Sessions
     * will drop their caches. Queues ingest behind it: needs a {@code lock_timeout}.
     */
    public static void begin(Connection connection) throws SQLException {
        number(
                connection,
                "select pg_advisory_xact_lock(" + LOCK + "); update configuration set removals = removals + 1");
    }

    private static long number(Connection connection, String before) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(before + "; select removals from configuration");
            while (statement.getMoreResults() || statement.getUpdateCount() >= 0) {
                ResultSet rows = statement.getResultSet();
                if (rows != null && rows.next()) {
                    return rows.getLong(1);
                }
            }
        }
        throw new IllegalStateException("table configuration: no row (expected: one)");
    }
}
