package io.logaggregator.testkit;

import io.logaggregator.embedded.servers.EmbeddedPostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
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
        new Database(server.jdbcUrl(), server.user(), server.password()).execute(statement);
    }

    /** Connection settings of a database. */
    public record Database(String jdbcUrl, String user, String password) {

        public Connection connect() throws SQLException {
            return DriverManager.getConnection(jdbcUrl, user, password);
        }

        public void execute(String sql) {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(sql, e);
            }
        }

        /** The result of a query with one number. */
        public long number(String sql) {
            return Long.parseLong(column(sql).getFirst());
        }

        /** The first column of a query's result, as text. */
        public List<String> column(String sql) {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                List<String> values = new ArrayList<>();
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
                return values;
            } catch (SQLException e) {
                throw new IllegalStateException(sql, e);
            }
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
