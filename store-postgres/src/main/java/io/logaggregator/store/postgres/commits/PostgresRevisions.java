package io.logaggregator.store.postgres.commits;

import io.logaggregator.core.store.Revision;
import io.logaggregator.core.store.Revisions;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * Revisions from the versions of hours. Thread-safe.
 *
 * <p>Each ingest transaction writes a new random version for each hour that it changes. Versions become visible together
 * with the rows, so equal versions mean that no rows changed in between.
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
        return versions(source, from, to)
                .first(pool, row -> new Revision(row.getString("revision")))
                .orElseThrow();
    }

    /** The sum of random versions is as distinctive as the versions. */
    public static final String REVISION = "count(*) || '.' || coalesce(sum(mark), 0)";

    static Sql versions(String source, Instant from, Instant to) {
        return Sql.of(
                "select " + REVISION + """
                 as revision from hour_mark
                where source = ? and hour between ? and ?""",
                source,
                HourVersions.of(Timestamps.storable(from)),
                HourVersions.of(Timestamps.storable(to).minusNanos(1)));
    }
}
