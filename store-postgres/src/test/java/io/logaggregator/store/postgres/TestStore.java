package io.logaggregator.store.postgres;

import io.logaggregator.testkit.TestPostgres;
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

    /** A store whose schema is there and whose tables are empty. */
    static PostgresStore on(TestPostgres.Database database) {
        PostgresStore store = new PostgresStore(config(database));
        store.migrate();
        return store;
    }
}
