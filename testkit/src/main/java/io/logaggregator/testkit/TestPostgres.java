package io.logaggregator.testkit;

import io.logaggregator.embedded.servers.EmbeddedPostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** The PostgreSQL that all tests of a JVM share. Thread-safe. */
public final class TestPostgres {

    private static final String PREFIX = "test_";

    private final EmbeddedPostgresServer server;
    private final AtomicInteger databases = new AtomicInteger();

    private TestPostgres(EmbeddedPostgresServer server) {
        this.server = server;
    }

    /** The server, started on first use and stopped at the end of the JVM. */
    public static TestPostgres shared() {
        return Shared.INSTANCE;
    }

    /** Creates an empty database. */
    public Database newDatabase() {
        String name = PREFIX + databases.incrementAndGet();
        execute("CREATE DATABASE " + name);
        return new Database(server.jdbcUrl(name), server.user(), server.password());
    }

    /** Drops a database, including its connections: for tests that fill several in turn. */
    public void drop(Database database) {
        String url = database.jdbcUrl();
        execute("DROP DATABASE " + url.substring(url.lastIndexOf(PREFIX)) + " WITH (FORCE)");
    }

    private void execute(String statement) {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                var statements = connection.createStatement()) {
            statements.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    /** Connection settings of a database. */
    public record Database(String jdbcUrl, String user, String password) {

        public Connection connect() throws SQLException {
            return DriverManager.getConnection(jdbcUrl, user, password);
        }
    }

    private static final class Shared {

        static final TestPostgres INSTANCE = start();

        private static TestPostgres start() {
            Path directory = TemporaryDirectory.create("postgres");
            var server = EmbeddedPostgresServer.start(directory, 0, TestBinaries.directory());
            TemporaryDirectory.closeBeforeDeletion(server);
            return new TestPostgres(server);
        }
    }
}
