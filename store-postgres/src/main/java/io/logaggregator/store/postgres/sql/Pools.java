package io.logaggregator.store.postgres.sql;

import com.zaxxer.hikari.HikariDataSource;

/**
 * The connection pools for queries, separated by cost, so that slow queries never occupy all connections. A query that gets
 * no connection within the connection timeout fails as busy. Thread-safe.
 *
 * @param quick for index queries, and for the server's own work
 * @param search for pages of logs, which may search long for rare events
 * @param count for queries that read a whole time range
 */
public record Pools(HikariDataSource quick, HikariDataSource search, HikariDataSource count) implements AutoCloseable {

    /** Opens no connection yet. */
    public static Pools of(Connections connections, int size) {
        int share = Math.max(1, size * 3 / 10);
        return new Pools(
                connections.quickPool(Math.max(1, size - 2 * share)),
                connections.pagePool(share),
                connections.countPool(share));
    }

    @Override
    public void close() {
        quick.close();
        search.close();
        count.close();
    }
}
