package io.logaggregator.store.postgres;

import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.core.ingest.CheckResult;
import io.logaggregator.store.postgres.sql.Connections;
import io.logaggregator.store.postgres.sql.Migration;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.SqlErrors;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks a database without changing it: connection, version, schema and privileges. Takes at most the connection timeout
 * and ten seconds per query.
 */
public final class PostgresInspection {

    private static final int MIN_VERSION = 15;

    private final PostgresStoreConfig config;
    private final Connections connections;

    /** Opens no connection yet. */
    public PostgresInspection(PostgresStoreConfig config) {
        this.config = config;
        this.connections = new Connections(config);
    }

    /** Returns the results, up to the first failure that prevents further checks. */
    public List<CheckResult> inspect() {
        List<CheckResult> results = new ArrayList<>();
        try (Connection connection = connections.openForInspection()) {
            Facts facts = Sql.of("""
                            select current_setting('server_version') as version,
                                   current_setting('server_version_num')::integer / 10000 as major,
                                   pg_is_in_recovery() or current_setting('transaction_read_only')::boolean as read_only,
                                   current_schema() as schema,
                                   coalesce(has_schema_privilege(current_schema(), 'create'), false) as may_create,
                                   exists (select from pg_class
                                           where relnamespace = to_regnamespace(quote_ident(current_schema()))
                                             and relkind in ('r', 'p', 'v', 'm', 'f')) as has_tables,
                                   (select string_agg(relname, ', ' order by relname)
                                    from (select relname from pg_class
                                          where relnamespace = to_regnamespace(quote_ident(current_schema()))
                                            and relkind in ('r', 'p') and not relispartition
                                            and not pg_has_role(relowner, 'usage')
                                          order by relname limit 5) other) as foreign_tables
                            """).first(connection, Facts::of).orElseThrow();
            results.add(version(facts));
            results.addAll(privileges(facts));
            results.add(schema(facts));
        } catch (SQLException failure) {
            results.add(CheckResult.bad(
                    String.valueOf(SqlErrors.whileReading(failure).getMessage())));
        } catch (AggregatorException | IllegalArgumentException failure) {
            results.add(CheckResult.bad(String.valueOf(failure.getMessage())));
        }
        return results;
    }

    private CheckResult version(Facts facts) {
        String server = "PostgreSQL " + facts.version + " at " + config.shownUrl() + ", as user " + config.user();
        return facts.major < MIN_VERSION
                ? CheckResult.bad(server + ": too old (expected: " + MIN_VERSION + " or newer)")
                : CheckResult.good(server);
    }

    private List<CheckResult> privileges(Facts facts) {
        List<CheckResult> results = new ArrayList<>();
        if (facts.readOnly) {
            results.add(CheckResult.bad(
                    "the database is read-only: it is a standby, or default_transaction_read_only is on"));
        }
        if (facts.schema == null) {
            results.add(CheckResult.bad("user " + config.user()
                    + " has no schema (expected: a schema in its search_path with the usage privilege" + ")"));
        } else if (!facts.mayCreate) {
            results.add(CheckResult.bad(
                    "user " + config.user() + " may not create tables, as each day requires (expected: grant"
                            + " create on schema " + facts.schema + " to " + config.user() + ")"));
        }
        if (facts.foreignTables != null) {
            results.add(CheckResult.bad("tables not owned by user " + config.user() + ": " + facts.foreignTables
                    + " (expected: it owns them or is a member of the owner)"));
        }
        return results.isEmpty() ? List.of(CheckResult.good("privileges suffice in schema " + facts.schema)) : results;
    }

    private CheckResult schema(Facts facts) {
        return new Migration(connections.forInspection()).check(facts.hasTables);
    }

    /** @param foreignTables some of the tables that the user does not own */
    private record Facts(
            String version,
            int major,
            boolean readOnly,
            @Nullable String schema,
            boolean mayCreate,
            boolean hasTables,
            @Nullable String foreignTables) {

        static Facts of(ResultSet row) throws SQLException {
            return new Facts(
                    row.getString("version"),
                    row.getInt("major"),
                    row.getBoolean("read_only"),
                    row.getString("schema"),
                    row.getBoolean("may_create"),
                    row.getBoolean("has_tables"),
                    row.getString("foreign_tables"));
        }
    }
}
