package io.logaggregator.benchmarks;

import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.PostgresStoreConfig;
import io.logaggregator.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/** A database with the schema of the store for one measurement, and gone after it. */
record ScratchDatabase(TestPostgres.Database database) implements AutoCloseable {

    /** Commits do not wait for the disk: store and server are set up so. */
    static final Map<String, String> AS_SHIPPED = Map.of();

    /** Each commit waits for the disk. */
    static final Map<String, String> SYNCHRONOUS = Map.of("options", "-c synchronous_commit=on");

    /** A new one, while nothing of the one before is left to be written to disk. */
    static ScratchDatabase create() throws SQLException {
        ScratchDatabase database = new ScratchDatabase(TestPostgres.shared().newDatabase());
        try (PostgresStore store = database.store(AS_SHIPPED)) {
            store.migrate();
        }
        database.execute("checkpoint");
        return database;
    }

    PostgresStore store(Map<String, String> properties) {
        return new PostgresStore(new PostgresStoreConfig(
                database.jdbcUrl(),
                database.user(),
                database.password(),
                3,
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                properties));
    }

    Connection connect(Map<String, String> properties) throws SQLException {
        Properties all = new Properties();
        all.putAll(properties);
        all.setProperty("user", database.user());
        all.setProperty("password", database.password());
        return DriverManager.getConnection(database.jdbcUrl(), all);
    }

    void execute(String statement) throws SQLException {
        try (Connection connection = database.connect();
                Statement statements = connection.createStatement()) {
            statements.execute(statement);
        }
    }

    long number(String question) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Bytes on disk of the tables of which the name begins so, with their indexes and what is stored out of line. */
    long bytes(String tables) throws SQLException {
        return number("""
                select coalesce(sum(pg_total_relation_size(oid)), 0) from pg_class
                where relkind = 'r' and starts_with(relname, '%s')""".formatted(tables));
    }

    @Override
    public void close() {
        TestPostgres.shared().drop(database);
    }
}
