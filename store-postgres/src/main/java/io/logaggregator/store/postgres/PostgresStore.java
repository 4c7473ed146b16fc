package io.logaggregator.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
import io.logaggregator.application.HostDirectory;
import io.logaggregator.application.IngestSession;
import io.logaggregator.application.Ledger;
import io.logaggregator.application.LogSearch;
import io.logaggregator.application.MetricSearch;
import io.logaggregator.application.RejectedMessages;
import io.logaggregator.application.Store;
import io.logaggregator.application.Upkeep;
import java.sql.Statement;

/** The store on PostgreSQL 15 to 18. Thread-safe. */
public final class PostgresStore implements Store {

    private final Connections connections;
    private final HikariDataSource pool;

    /** Opens no connection: that is left to the first use. */
    public PostgresStore(PostgresStoreConfig config) {
        connections = new Connections(config);
        pool = connections.pool();
    }

    @Override
    public void migrate() {
        new Migration(connections.forUpkeep()).run();
    }

    @Override
    public IngestSession openIngestSession() {
        throw new UnsupportedOperationException();
    }

    @Override
    public LogSearch logs() {
        throw new UnsupportedOperationException();
    }

    @Override
    public MetricSearch metrics() {
        throw new UnsupportedOperationException();
    }

    @Override
    public HostDirectory hosts() {
        throw new UnsupportedOperationException();
    }

    @Override
    public RejectedMessages rejectedMessages() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Ledger ledger() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Upkeep upkeep() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void check() {
        Query.run(pool, connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute("select 1");
            }
        });
    }

    @Override
    public void close() {
        pool.close();
    }
}
