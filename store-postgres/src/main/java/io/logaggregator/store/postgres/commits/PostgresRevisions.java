package io.logaggregator.store.postgres.commits;

import io.logaggregator.core.store.Revision;
import io.logaggregator.core.store.Revisions;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * Revisions by the hour, from the marks that each ingest transaction leaves at those it writes to. Thread-safe.
 *
 * <p>Marks become visible in the same instant as the rows they speak of, and only a transaction that changes rows changes
 * marks. So equal marks mean that no such transaction has come in between.
 */
public final class PostgresRevisions implements Revisions {

    static final String LOG_EVENT = "log_event";
    public static final String METRIC_SAMPLE = "metric_sample";

    private final DataSource pool;

    public PostgresRevisions(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public Revision ofLogs(Instant from, Instant to) {
        return revision(LOG_EVENT, from, to);
    }

    @Override
    public Revision ofMetrics(Instant from, Instant to) {
        return revision(METRIC_SAMPLE, from, to);
    }

    private Revision revision(String source, Instant from, Instant to) {
        return marks(source, from, to)
                .first(pool, row -> new Revision(row.getString("revision")))
                .orElseThrow();
    }

    /** Of random numbers the sum is as telling as the numbers themselves. */
    public static final String REVISION = "count(*) || '.' || coalesce(sum(mark), 0)";

    static Sql marks(String source, Instant from, Instant to) {
        return Sql.of(
                "select " + REVISION + """
                 as revision from hour_mark
                where source = ? and hour between ? and ?""",
                source,
                HourVersions.of(Timestamps.storable(from)),
                HourVersions.of(Timestamps.storable(to).minusNanos(1)));
    }
}
