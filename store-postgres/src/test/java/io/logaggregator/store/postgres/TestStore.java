package io.logaggregator.store.postgres;

import io.logaggregator.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/** Stores on fresh databases of the shared server. */
final class TestStore {

    private TestStore() {}

    static PostgresStoreConfig config(TestPostgres.Database database) {
        return config(database.jdbcUrl(), database.user(), database.password());
    }

    static PostgresStoreConfig config(String jdbcUrl, String user, String password) {
        return new PostgresStoreConfig(
                jdbcUrl, user, password, 4, Duration.ofSeconds(2), Duration.ofSeconds(20), Map.of());
    }

    /** Runs a statement of the test's own. */
    static void execute(TestPostgres.Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The one number that a question of the test's own gives. */
    static long number(TestPostgres.Database database, String sql) throws SQLException {
        try (Connection connection = database.connect()) {
            return Sql.of(sql).first(connection, row -> row.getLong(1)).orElseThrow();
        }
    }

    /** A store whose schema is there and whose tables are empty. */
    static PostgresStore on(TestPostgres.Database database) {
        PostgresStore store = new PostgresStore(config(database));
        store.migrate();
        return store;
    }
}
