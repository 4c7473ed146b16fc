package io.logaggregator.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** The PostgreSQL that tests share: all of a build, or those of a JVM. Thread-safe. */
public final class TestPostgres {

    private static final TestPostgres SHARED = new TestPostgres();

    private final AtomicInteger databases = new AtomicInteger();

    private TestPostgres() {}

    /** The server, started when it is first needed; it ends after the tests. */
    public static TestPostgres shared() {
        return SHARED;
    }

    /** Creates an empty database. */
    public Database newDatabase() {
        String name = TestServers.DATABASE_PREFIX + databases.incrementAndGet();
        execute("CREATE DATABASE " + name);
        return TestServers.postgres().sibling(name);
    }

    /** Creates a copy of a database with which nobody is connected. */
    public Database copy(Database template) {
        String name = TestServers.DATABASE_PREFIX + databases.incrementAndGet();
        execute("CREATE DATABASE " + name + " TEMPLATE " + template.name());
        return TestServers.postgres().sibling(name);
    }

    /** Drops a database of {@link #newDatabase()} and ends its connections. */
    public void drop(Database database) {
        execute("DROP DATABASE " + database.name() + " WITH (FORCE)");
    }

    private static void execute(String sql) {
        try (Connection connection = TestServers.postgres().connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Address of a database, and the user. */
    public record Database(String jdbcUrl, String user, String password) {

        public Connection connect() throws SQLException {
            return DriverManager.getConnection(jdbcUrl, user, password);
        }

        private String name() {
            return jdbcUrl.substring(jdbcUrl.lastIndexOf('/') + 1);
        }

        private Database sibling(String name) {
            return new Database(jdbcUrl.substring(0, jdbcUrl.lastIndexOf('/') + 1) + name, user, password);
        }
    }
}
