package io.logaggregator.store.postgres.sql;

import com.zaxxer.hikari.HikariDataSource;

/**
 * The connections for questions, apart by what the questions cost, so that those that take long never have them all: who
 * finds none of his kind free for as long as the connection timeout is told that the store is busy. Thread-safe.
 *
 * @param quick for what an index answers, and for all that the server itself has to do
 * @param search for pages of logs, which may have to look far for what is rare
 * @param count for what reads all that lies in a stretch of time
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
