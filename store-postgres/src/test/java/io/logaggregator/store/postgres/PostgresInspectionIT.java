package io.logaggregator.store.postgres;

import static io.logaggregator.store.postgres.TestStore.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.logaggregator.core.ingest.CheckResult;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresInspectionIT {

    private TestPostgres.Database database;

    @BeforeEach
    void create() {
        database = TestPostgres.shared().newDatabase();
    }

    @Test
    void emptyDatabase_passesAndStaysEmpty() throws SQLException {
        assertThat(inspect())
                .allMatch(CheckResult::good)
                .extracting(CheckResult::text)
                .satisfiesExactly(
                        text -> assertThat(text).startsWith("PostgreSQL ").endsWith(", as user " + database.user()),
                        text -> assertThat(text).isEqualTo("privileges suffice in schema public"),
                        text -> assertThat(text).isEqualTo("no tables yet: the server creates them at startup"));
        assertThat(tables()).isZero();
    }

    @Test
    void currentSchema_passes() {
        migrate();

        assertThat(inspect())
                .allMatch(CheckResult::good)
                .last()
                .extracting(CheckResult::text, STRING)
                .matches("schema of version \\d+, up to date");
    }

    @Test
    void outdatedSchema_listsPendingMigrations() throws SQLException {
        migrate();
        execute(database, "delete from flyway_schema_history where version::int > 1");

        assertThat(inspect())
                .allMatch(CheckResult::good)
                .last()
                .extracting(CheckResult::text, STRING)
                .startsWith("schema of version 1: the server migrates it to 2, 3");
    }

    @Test
    void modifiedSchema_fails() throws SQLException {
        migrate();
        execute(database, "update flyway_schema_history set checksum = 1 where version = '1'");

        assertThat(inspect()).last().satisfies(finding -> {
            assertThat(finding.good()).isFalse();
            assertThat(finding.text()).startsWith("the schema was modified: ");
        });
    }

    @Test
    void foreignTables_fail() throws SQLException {
        execute(database, "create table customers (id integer)");

        assertThat(inspect())
                .contains(CheckResult.bad("the schema contains foreign tables (expected: an empty schema)"));
    }

    @Test
    void userWithoutPrivileges_reportsRequiredGrants() throws SQLException {
        migrate();
        String stranger = "stranger_" + System.nanoTime();
        execute(database, "create role " + stranger + " login password 'secret'");
        execute(database, "grant select on all tables in schema public to " + stranger);

        assertThat(new PostgresInspection(TestStore.config(database.jdbcUrl(), stranger, "secret")).inspect())
                .filteredOn(finding -> !finding.good())
                .extracting(CheckResult::text)
                .satisfiesExactly(
                        text -> assertThat(text).contains("grant create on schema public to " + stranger),
                        text -> assertThat(text)
                                .startsWith("tables not owned by user " + stranger + ": alert, ")
                                .contains("(expected: it owns them"));
    }

    @Test
    void readOnlyDatabase_fails() throws SQLException {
        execute(database, "alter database " + name() + " set default_transaction_read_only = on");

        assertThat(inspect())
                .filteredOn(finding -> !finding.good())
                .first()
                .extracting(CheckResult::text, STRING)
                .startsWith("the database is read-only");
    }

    @Test
    void unavailableDatabase_isReportedWithoutPassword() {
        assertThat(new PostgresInspection(TestStore.config("jdbc:postgresql://127.0.0.1:1/logs", "logs", "hunter2"))
                        .inspect())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.good()).isFalse();
                    assertThat(finding.text())
                            .startsWith("cannot connect to jdbc:postgresql://127.0.0.1:1/logs as user logs: ")
                            .doesNotContain("hunter2");
                });
    }

    @Test
    void unknownDriverProperty_fails() {
        PostgresStoreConfig config = new PostgresStoreConfig(
                database.jdbcUrl(),
                database.user(),
                database.password(),
                4,
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Map.of("sslmod", "require"));

        assertThat(new PostgresInspection(config).inspect()).singleElement().satisfies(finding -> {
            assertThat(finding.good()).isFalse();
            assertThat(finding.text()).contains("sslmod");
        });
    }

    private List<CheckResult> inspect() {
        return new PostgresInspection(TestStore.config(database)).inspect();
    }

    private void migrate() {
        TestStore.migrated(database).close();
    }

    private String name() {
        return database.jdbcUrl().replaceFirst(".*/([^?]*).*", "$1");
    }

    private long tables() throws SQLException {
        try (Connection connection = database.connect()) {
            return Sql.of("select count(*) from pg_class where relnamespace = 'public'::regnamespace")
                    .first(connection, row -> row.getLong(1))
                    .orElseThrow();
        }
    }
}
