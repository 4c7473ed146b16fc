package io.logaggregator.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class SharedPostgresIT {

    @Test
    void newDatabase_isEmptyAndExclusive() throws SQLException {
        var one = TestPostgres.shared().newDatabase();
        var other = TestPostgres.shared().newDatabase();

        try (var connection = one.connect();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE thing (id int)");
        }

        try (var connection = other.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM pg_tables WHERE tablename = 'thing'")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isZero();
        }
    }
}
