package io.logaggregator.embedded.servers;

import java.sql.DriverManager;
import java.sql.SQLException;

/** Executes statements, each on a new connection. */
final class Sql {

    private Sql() {}

    static void run(String jdbcUrl, String statements) throws SQLException {
        try (var connection = DriverManager.getConnection(jdbcUrl, "postgres", "");
                var statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }

    static int number(String jdbcUrl, String query) throws SQLException {
        return Integer.parseInt(text(jdbcUrl, query));
    }

    static String text(String jdbcUrl, String query) throws SQLException {
        try (var connection = DriverManager.getConnection(jdbcUrl, "postgres", "");
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            if (!rows.next()) {
                throw new AssertionError("no row: " + query);
            }
            return rows.getString(1);
        }
    }
}
