package io.logaggregator.store.postgres.alerts;

import static io.logaggregator.store.postgres.TestStore.execute;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.store.postgres.sql.Connections;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.testkit.TestPostgres;
import java.util.List;

/**
 * The number of rows that statements read, with generic plans on tables that were analyzed while empty: the state of a database that
 * has been filled faster than it is analyzed.
 */
public final class ReadRows implements AutoCloseable {

    private final long max;
    private final HikariDataSource pool;

    /**
     * Prepares a database.
     *
     * @param tables that are to be filled
     * @param max rows that each work may read
     */
    public ReadRows(TestPostgres.Database database, List<String> tables, long max) throws Exception {
        for (String table : tables) {
            execute(database, "alter table " + table + " set (autovacuum_enabled = off)");
            execute(database, "analyze " + table);
        }
        execute(
                database,
                "do $$ begin execute format('alter database %I set plan_cache_mode = force_generic_plan', current_database()); end $$");
        this.max = max;
        pool = new Connections(TestStore.config(database)).quickPool(1); // one session: its statistics are read
        assertThat(Sql.of("show plan_cache_mode").first(pool, row -> row.getString(1)))
                .contains("force_generic_plan");
    }

    /** The only connection, whose reads are counted. */
    public HikariDataSource pool() {
        return pool;
    }

    /** Statements. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /** Runs statements, and compares the number of rows that they read. */
    public void assertFew(String description, Work work) {
        long before = reads();
        try {
            work.run();
        } catch (Exception e) {
            throw new AssertionError(description, e);
        }
        assertThat(reads() - before).as(description).isLessThan(max);
    }

    private long reads() {
        Sql.of("select pg_stat_force_next_flush()").first(pool, _ -> true);
        return Sql.of("select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) from pg_stat_user_tables")
                .first(pool, row -> row.getLong(1))
                .orElseThrow();
    }

    @Override
    public void close() {
        pool.close();
    }
}
