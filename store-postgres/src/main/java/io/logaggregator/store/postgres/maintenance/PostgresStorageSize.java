package io.logaggregator.store.postgres.maintenance;

import io.logaggregator.core.store.StorageSize;
import io.logaggregator.store.postgres.sql.Sql;
import java.time.LocalDate;
import javax.sql.DataSource;

/** Sizes of the files of PostgreSQL, including dead rows. */
public final class PostgresStorageSize implements StorageSize {

    private final DataSource pool;

    public PostgresStorageSize(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public long totalBytes() {
        return Sql.of("select pg_database_size(current_database())")
                .first(pool, row -> row.getLong(1))
                .orElseThrow();
    }

    @Override
    public long dayBytes(LocalDate day) {
        String[] partitions =
                DayPartitions.ALL.stream().map(table -> table.partition(day)).toArray(String[]::new);
        return Sql.of("""
                        select coalesce(sum(pg_total_relation_size(to_regclass(name))), 0)
                        from unnest(?) as partition (name)
                        """, (Object) partitions)
                .first(pool, row -> row.getLong(1))
                .orElseThrow();
    }
}
