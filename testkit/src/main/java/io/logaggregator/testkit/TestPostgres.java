package io.logaggregator.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The PostgreSQL that all tests of a build share. Thread-safe. */
public final class TestPostgres {

    private static final TestPostgres SHARED = new TestPostgres();

    private final AtomicInteger databases = new AtomicInteger();

    private TestPostgres() {}

    /** The server, started on first use and stopped after the tests. */
    public static TestPostgres shared() {
        return SHARED;
    }

    /** Creates an empty database. */
    public Database newDatabase() {
        return create("");
    }

    /** Creates a copy of a database, to which there must be no connection. */
    public Database copy(Database template) {
        return create(" TEMPLATE " + template.name());
    }

    private Database create(String options) {
        String name = TestServers.DATABASE_PREFIX + databases.incrementAndGet();
        // through the WAL, the default, it takes three times the processor time
        TestServers.postgres().execute("CREATE DATABASE " + name + options + " STRATEGY FILE_COPY");
        return TestServers.postgres().sibling(name);
    }

    /** Drops a database, including its connections: for tests that fill several in turn. */
    public void drop(Database database) {
        TestServers.postgres().execute("DROP DATABASE " + database.name() + " WITH (FORCE)");
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

        private String name() {
            return jdbcUrl.substring(jdbcUrl.lastIndexOf('/') + 1);
        }

        private Database sibling(String name) {
            return new Database(jdbcUrl.substring(0, jdbcUrl.lastIndexOf('/') + 1) + name, user, password);
        }
    }
}
