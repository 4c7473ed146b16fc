package io.logaggregator.store.postgres;

import io.logaggregator.store.postgres.sql.Migration;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** Creates stores on new databases of the shared server. */
public final class TestStore {

    private TestStore() {}

    /** An empty database with the schema and the partitions around today: a copy, which takes a fraction of the time. */
    public static TestPostgres.Database newDatabase() {
        return TestPostgres.shared().copy(PreparedTemplate.DATABASE);
    }

    /** An empty database with the schema but without partitions, for stores with another time than today. */
    public static TestPostgres.Database newDatabaseWithoutPartitions() {
        return TestPostgres.shared().copy(MigratedTemplate.DATABASE);
    }

    public static PostgresStoreConfig config(TestPostgres.Database database) {
        return config(database.jdbcUrl(), database.user(), database.password());
    }

    public static PostgresStoreConfig config(String jdbcUrl, String user, String password) {
        return new PostgresStoreConfig(
                jdbcUrl, user, password, 4, Duration.ofSeconds(2), Duration.ofSeconds(20), Map.of());
    }

    /** Executes a statement. */
    public static void execute(TestPostgres.Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns the number that a query selects. */
    public static long number(TestPostgres.Database database, String sql) throws SQLException {
        try (Connection connection = database.connect()) {
            return Sql.of(sql).first(connection, row -> row.getLong(1)).orElseThrow();
        }
    }

    /** Returns a store on a database with the schema. */
    public static PostgresStore on(TestPostgres.Database database) {
        return new PostgresStore(config(database));
    }

    /** Returns a store on a database that it migrates. */
    public static PostgresStore migrated(TestPostgres.Database database) {
        PostgresStore store = on(database);
        store.migrate();
        return store;
    }

    /** Returns a store with a fixed clock and the partitions around its time. */
    public static PostgresStore at(TestPostgres.Database database, Instant now) {
        PostgresStore store = new PostgresStore(config(database), InstantSource.fixed(now));
        store.migrate();
        return store;
    }

    private static final class PreparedTemplate {

        static final TestPostgres.Database DATABASE = prepared();

        private static TestPostgres.Database prepared() {
            TestPostgres.Database database = newDatabaseWithoutPartitions();
            migrated(database).close();
            return database;
        }
    }

    private static final class MigratedTemplate {

        static final TestPostgres.Database DATABASE = migrated();

        private static TestPostgres.Database migrated() {
            TestPostgres.Database database = TestPostgres.shared().newDatabase();
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(database.jdbcUrl());
            source.setUser(database.user());
            source.setPassword(database.password());
            new Migration(source).run();
            return database;
        }
    }
}
