package io.logaggregator.store.postgres.ingest;

import io.logaggregator.core.ledger.IngestCounts;
import io.logaggregator.core.ledger.Ledger;
import io.logaggregator.core.ledger.LedgerEntry;
import io.logaggregator.core.ledger.LedgerGap;
import io.logaggregator.core.ledger.StoredRows;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.store.postgres.sql.Pools;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The ledger, in the rows of the positions. Thread-safe. */
public final class PostgresLedger implements Ledger {

    private final Pools pools;

    public PostgresLedger(Pools pools) {
        this.pools = pools;
    }

    @Override
    public List<LedgerEntry> entries() {
        return Sql.of("select * from queue_position order by topic, partition, topic_id")
                .list(
                        pools.quick(),
                        row -> new LedgerEntry(
                                partition(row),
                                row.getLong("first_offset"),
                                row.getLong("next_offset"),
                                counts(row),
                                Timestamps.read(row, "updated_at")));
    }

    @Override
    public List<LedgerGap> gaps(int limit) {
        return Sql.of("select * from queue_gap order by id desc limit ?", limit)
                .list(
                        pools.quick(),
                        row -> new LedgerGap(
                                partition(row),
                                row.getLong("from_offset"),
                                row.getLong("to_offset"),
                                Timestamps.read(row, "detected_at")));
    }

    /** Counts in one statement, so that batches and retention are visible as a whole or not at all. */
    @Override
    public List<StoredRows> count() {
        return Sql.of("""
                    with appended as (
                        select coalesce(sum(log_events), 0) as log_events,
                               coalesce(sum(metric_samples), 0) as metric_samples,
                               coalesce(sum(process_snapshots), 0) as process_snapshots,
                               coalesce(sum(rejections), 0) as rejections
                        from queue_position
                    ), stored (kind, appended, stored) as (
                        select 'logEvents', log_events, (select count(*) from log_event) from appended
                        union all
                        select 'metricSamples', metric_samples, (select count(*) from metric_sample) from appended
                        union all
                        select 'processSnapshots', process_snapshots, (select count(*) from process_snapshot)
                        from appended
                        union all
                        select 'rejections', rejections, (select count(*) from rejected_message) from appended
                    )
                    select kind, appended, stored,
                           coalesce((select sum(rows) from expired_rows where expired_rows.kind = stored.kind), 0)
                               as expired
                    from stored
                    """)
                .list(
                        pools.count(),
                        row -> new StoredRows(
                                row.getString("kind"),
                                row.getLong("appended"),
                                row.getLong("stored"),
                                row.getLong("expired")));
    }

    private static IngestCounts counts(ResultSet row) throws SQLException {
        return new IngestCounts(
                row.getLong("messages"),
                row.getLong("observed"),
                row.getLong("rejected"),
                row.getLong("ignored"),
                row.getLong("absent"),
                row.getLong("lost"),
                row.getLong("log_events"),
                row.getLong("metric_samples"),
                row.getLong("process_snapshots"),
                row.getLong("rejections"),
                row.getLong("dropped_parts"));
    }

    static Partition partition(ResultSet row) throws SQLException {
        return new Partition(row.getString("topic"), row.getString("topic_id"), row.getInt("partition"));
    }
}
