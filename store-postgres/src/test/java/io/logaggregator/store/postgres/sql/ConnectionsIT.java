package io.logaggregator.store.postgres.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.zaxxer.hikari.HikariDataSource;
import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.PostgresStoreConfig;
import io.logaggregator.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectionsIT {

    private static final TestPostgres.Database DATABASE = TestPostgres.shared().newDatabase();

    @Test
    void expensiveQueries_useCustomPlans() {
        Connections connections = new Connections(config(Map.of()));
        try (var count = connections.countPool(1);
                var pages = connections.pagePool(1)) {
            for (HikariDataSource pool : List.of(count, pages)) {
                assertThat(Sql.of("select current_setting('plan_cache_mode') as mode")
                                .first(pool, row -> row.getString("mode")))
                        .hasValue("force_custom_plan");
            }
        }
    }

    @Test
    void ingest_commitsAsynchronouslyWithTimeouts() throws SQLException {
        try (Connection connection = new Connections(config(Map.of())).openForIngest()) {
            assertThat(setting(connection, "synchronous_commit")).isEqualTo("off");
            assertThat(setting(connection, "statement_timeout")).isEqualTo("20s");
            assertThat(setting(connection, "idle_in_transaction_session_timeout"))
                    .isEqualTo("30s");
            assertThat(setting(connection, "application_name")).isEqualTo("log-aggregator ingest");
        }
    }

    @Test
    void configuredOptions_takePrecedence() throws SQLException {
        Map<String, String> properties = Map.of("options", "-c synchronous_commit=on", "ApplicationName", "mine");

        try (Connection connection = new Connections(config(properties)).openForIngest()) {
            assertThat(setting(connection, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(connection, "statement_timeout")).isEqualTo("20s");
            assertThat(setting(connection, "application_name")).isEqualTo("mine");
        }
    }

    @Test
    void connections_haveStatementAndIdleTimeouts() throws SQLException {
        Connections connections = new Connections(config(Map.of()));
        try (Pools pools = Pools.of(connections, 10)) {
            assertLimits(pools.quick().getConnection(), "300ms", "30s");
            assertLimits(pools.search().getConnection(), "300ms", "30s");
            assertLimits(pools.count().getConnection(), "300ms", "30s");
        }
        assertLimits(connections.openForIngest(), "20s", "30s");
        assertLimits(connections.openForHistory(), "1min", "1min");
        assertLimits(connections.openForMaintenance(), "15min", "15min");
    }

    private static void assertLimits(Connection opened, String ofStatement, String ofIdleTransaction)
            throws SQLException {
        try (Connection connection = opened) {
            assertThat(setting(connection, "statement_timeout")).isEqualTo(ofStatement);
            assertThat(setting(connection, "idle_in_transaction_session_timeout"))
                    .isEqualTo(ofIdleTransaction);
            assertThat(setting(connection, "tcp_keepalives_idle")).isEqualTo("10");
        }
    }

    @Test
    void query_endsAtTimeout() {
        try (var pool = new Connections(config(Map.of())).quickPool(2)) {
            assertThatExceptionOfType(QueryTimeoutException.class)
                    .isThrownBy(() -> Query.run(pool, connection -> {
                        try (Statement statement = connection.createStatement()) {
                            return statement.execute("select pg_sleep(20)");
                        }
                    }));
        }
    }

    @Test
    void unknownProperty_isRejectedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PostgresStore(config(Map.of("sslmoode", "require"))))
                .withMessageContaining("sslmoode");
    }

    private static PostgresStoreConfig config(Map<String, String> properties) {
        return new PostgresStoreConfig(
                DATABASE.jdbcUrl(),
                DATABASE.user(),
                DATABASE.password(),
                2,
                Duration.ofSeconds(2),
                Duration.ofMillis(300),
                properties);
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                var row = statement.executeQuery("show " + name)) {
            row.next();
            return row.getString(1);
        }
    }
}
