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
 * Looks whether a store could work on a database, and changes nothing there: whether it can be reached, is of a version
 * that is known, has or could be given the schema, and allows what the store does. It takes the connection timeout and ten
 * seconds for each question at most.
 */
public final class PostgresInspection {

    private static final int OLDEST_VERSION = 15;

    private final PostgresStoreConfig config;
    private final Connections connections;

    /** Opens no connection yet. */
    public PostgresInspection(PostgresStoreConfig config) {
        this.config = config;
        this.connections = new Connections(config);
    }

    /** What was found, up to the first thing without which nothing else can be known. */
    public List<CheckResult> inspect() {
        List<CheckResult> findings = new ArrayList<>();
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
                                   exists (select from pg_extension where extname = 'pg_trgm')
                                       or has_database_privilege(current_database(), 'create')
                                          and exists (select from pg_available_extensions where name = 'pg_trgm')
                                       as can_index,
                                   (select string_agg(relname, ', ' order by relname)
                                    from (select relname from pg_class
                                          where relnamespace = to_regnamespace(quote_ident(current_schema()))
                                            and relkind in ('r', 'p') and not relispartition
                                            and not pg_has_role(relowner, 'usage')
                                          order by relname limit 5) other) as of_others
                            """).first(connection, Facts::of).orElseThrow();
            findings.add(reached(facts));
            findings.addAll(rights(facts));
            findings.add(schema(facts));
        } catch (SQLException failure) {
            findings.add(CheckResult.bad(
                    String.valueOf(SqlErrors.whileReading(failure).getMessage())));
        } catch (AggregatorException | IllegalArgumentException failure) {
            findings.add(CheckResult.bad(String.valueOf(failure.getMessage())));
        }
        return findings;
    }

    private CheckResult reached(Facts facts) {
        String what = "PostgreSQL " + facts.version + " at " + config.shownUrl() + ", as user " + config.user();
        return facts.major < OLDEST_VERSION
                ? CheckResult.bad(what + ": too old (expected: " + OLDEST_VERSION + " or newer)")
                : CheckResult.good(what);
    }

    private List<CheckResult> rights(Facts facts) {
        List<CheckResult> findings = new ArrayList<>();
        if (facts.readOnly) {
            findings.add(CheckResult.bad(
                    "the database can only be read: it is a standby, or its transactions are read-only"));
        }
        if (facts.schema == null) {
            findings.add(CheckResult.bad(
                    "user " + config.user() + " has no schema to work in (expected: one that its search_path"
                            + " names, and that it may use)"));
        } else if (!facts.mayCreate) {
            findings.add(CheckResult.bad(
                    "user " + config.user() + " may make no tables, which each day needs (expected: grant"
                            + " create on schema " + facts.schema + " to " + config.user() + ")"));
        }
        if (facts.ofOthers != null) {
            findings.add(CheckResult.bad("tables are not those of user " + config.user() + ": " + facts.ofOthers
                    + " (expected: it owns them, or is a member of the role that does)"));
        }
        if (config.indexesMessages() && !facts.canIndex) {
            findings.add(CheckResult.bad(
                    "messages cannot be indexed (expected: the extension pg_trgm, which an administrator"
                            + " makes with create extension pg_trgm; or message-index: false)"));
        }
        return findings.isEmpty() ? List.of(CheckResult.good("rights suffice in schema " + facts.schema)) : findings;
    }

    private CheckResult schema(Facts facts) {
        return new Migration(connections.forInspection()).outlook(facts.hasTables);
    }

    /** @param ofOthers some of the tables that belong to others */
    private record Facts(
            String version,
            int major,
            boolean readOnly,
            @Nullable String schema,
            boolean mayCreate,
            boolean hasTables,
            boolean canIndex,
            @Nullable String ofOthers) {

        static Facts of(ResultSet row) throws SQLException {
            return new Facts(
                    row.getString("version"),
                    row.getInt("major"),
                    row.getBoolean("read_only"),
                    row.getString("schema"),
                    row.getBoolean("may_create"),
                    row.getBoolean("has_tables"),
                    row.getBoolean("can_index"),
                    row.getString("of_others"));
        }
    }
}
