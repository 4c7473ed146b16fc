package io.logaggregator.benchmarks.environment;

import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.PostgresStoreConfig;
import io.logaggregator.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/** A temporary database with the schema of the store. */
public record ScratchDatabase(TestPostgres.Database database) implements AutoCloseable {

    /** Asynchronous commits, the default of the store. */
    public static final Map<String, String> ASYNCHRONOUS = Map.of();

    /** Synchronous commits. */
    public static final Map<String, String> SYNCHRONOUS = Map.of("options", "-c synchronous_commit=on");

    /** Creates a database. A checkpoint writes the data of earlier ones to disk first. */
    public static ScratchDatabase create() {
        ScratchDatabase database = new ScratchDatabase(TestPostgres.shared().newDatabase());
        try (PostgresStore store = database.store(ASYNCHRONOUS)) {
            store.migrate();
        }
        database.execute("checkpoint");
        return database;
    }

    public PostgresStore store(Map<String, String> properties) {
        return new PostgresStore(new PostgresStoreConfig(
                database.jdbcUrl(),
                database.user(),
                database.password(),
                3,
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                properties));
    }

    public Connection connect(Map<String, String> properties) throws SQLException {
        Properties all = new Properties();
        all.putAll(properties);
        all.setProperty("user", database.user());
        all.setProperty("password", database.password());
        return DriverManager.getConnection(database.jdbcUrl(), all);
    }

    public void execute(String statement) {
        database.execute(statement);
    }

    public long number(String query) {
        return database.number(query);
    }

    /** Bytes on disk of the tables with this name prefix, including indexes and TOAST. */
    public long bytes(String tables) {
        return number("""
                select coalesce(sum(pg_total_relation_size(oid)), 0) from pg_class
                where relkind = 'r' and starts_with(relname, '%s')""".formatted(tables));
    }

    @Override
    public void close() {
        TestPostgres.shared().drop(database);
    }
}
