package io.logaggregator.store.postgres.maintenance;

import io.logaggregator.store.postgres.logs.MessageIndex;
import io.logaggregator.store.postgres.metrics.MetricSummaries;
import io.logaggregator.store.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Optimizes closed hours and days for queries: summaries of metrics and the index on messages. Each hour and each day is
 * completed separately. Runs on one instance at a time.
 */
final class ClosedPartitionMaintenance {

    private static final long ADVISORY_LOCK = PostgresMaintenance.ADVISORY_LOCK + 1;

    private final boolean indexesMessages;
    private final MessageIndex messageIndex = new MessageIndex();

    ClosedPartitionMaintenance(boolean indexesMessages) {
        this.indexesMessages = indexesMessages;
    }

    /** @param connection with autocommit; its session holds the lock until it is closed */
    void run(Connection connection, Instant now) throws SQLException {
        if (!tryLock(connection)) {
            return;
        }
        for (long hour : MetricSummaries.due(now).list(connection, row -> row.getLong("hour"))) {
            MetricSummaries.of(hour).update(connection);
        }
        if (indexesMessages) {
            messageIndex.build(connection, now);
        }
    }

    private static boolean tryLock(Connection connection) throws SQLException {
        return Sql.of("select pg_try_advisory_lock(?) as locked", ADVISORY_LOCK)
                .first(connection, row -> row.getBoolean("locked"))
                .orElseThrow();
    }
}
