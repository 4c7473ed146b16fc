package io.logaggregator.testkit;

import io.logaggregator.embedded.servers.EmbeddedPostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** The PostgreSQL that all tests of a JVM share. Thread-safe. */
public final class TestPostgres {

    private final EmbeddedPostgresServer server;
    private final AtomicInteger databases = new AtomicInteger();

    private TestPostgres(EmbeddedPostgresServer server) {
        this.server = server;
    }

    /** The server, started when first asked for and stopped when the JVM ends. */
    public static TestPostgres shared() {
        return Shared.INSTANCE;
    }

    /** A fresh, empty database. */
    public Database newDatabase() {
        String name = "test_" + databases.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("database " + name + " cannot be made", e);
        }
        return new Database(server.jdbcUrl(name), server.user(), server.password());
    }

    /** How to reach a database. */
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
