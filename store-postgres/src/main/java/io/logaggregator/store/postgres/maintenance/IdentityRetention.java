package io.logaggregator.store.postgres.maintenance;

import io.logaggregator.store.postgres.commits.Removals;
import io.logaggregator.store.postgres.ingest.DerivedUtilization;
import io.logaggregator.store.postgres.ingest.LogStreams;
import io.logaggregator.store.postgres.metrics.HostRemoval;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes hosts, series and log streams without data within the retention period. Reads them once, in order of their keys, and removes
 * up to 1,000 in a transaction, since ingest waits for its end. Not thread-safe.
 */
final class IdentityRetention {

    private static final Logger log = LoggerFactory.getLogger(IdentityRetention.class);

    private static final int MAX_REMOVED = 1_000;

    private final Connection connection;
    private final Instant oldest;
    private final Instant now;
    private int hosts;
    private int series;
    private int streams;

    /** @param oldest start of the retention period */
    IdentityRetention(Connection connection, Instant oldest, Instant now) {
        this.connection = connection;
        this.oldest = oldest;
        this.now = now;
    }

    /** Returns whether everything was done. */
    boolean run() throws SQLException {
        boolean done = removeHosts() && removeSeries() && removeStreams();
        DerivedUtilization.deleteUnseen(oldest, connection);
        connection.commit();
        if (hosts + series + streams > 0) {
            log.info(
                    "hosts, series and log streams without data in the retention period removed: hosts={} series={}"
                            + " streams={}",
                    hosts,
                    series,
                    streams);
        }
        return done;
    }

    private boolean removeHosts() throws SQLException {
        String last = "";
        while (true) {
            List<String> names = Sql.of("""
                    select name from host where name collate "C" > ? and last_seen_at < ?
                    order by name collate "C" limit ?""", last, Timestamps.of(oldest), MAX_REMOVED)
                    .list(connection, row -> row.getString("name"));
            connection.commit();
            if (names.isEmpty()) {
                return true;
            }
            boolean done = PostgresMaintenance.withMaintenanceLock(
                    connection,
                    "remove hosts without data",
                    () -> hosts += HostRemoval.removeUnseen(names, oldest, now, connection));
            if (!done) {
                return false;
            }
            last = names.getLast();
        }
    }

    private boolean removeSeries() throws SQLException {
        long last = -1;
        while (true) {
            List<Integer> ids = Sql.of("""
                    select id from metric_series
                    where id > ? and not exists (select from metric_sample where series_id = metric_series.id)
                    order by id limit ?""", last, MAX_REMOVED).list(connection, row -> row.getInt("id"));
            connection.commit();
            if (ids.isEmpty()) {
                return true;
            }
            boolean done = PostgresMaintenance.withMaintenanceLock(
                    connection, "remove series without samples", () -> series += remove(ids));
            if (!done) {
                return false;
            }
            last = ids.getLast();
        }
    }

    private boolean removeStreams() throws SQLException {
        Optional<LocalDate> oldest =
                DayPartitions.LOG_EVENT.days(connection).stream().findFirst();
        connection.commit();
        return oldest.isEmpty()
                || PostgresMaintenance.withMaintenanceLock(
                        connection,
                        "remove log streams without events",
                        () -> streams += LogStreams.deleteUnused(oldest.get(), connection));
    }

    /** Removes those of the series that still have no samples. */
    private int remove(List<Integer> ids) throws SQLException {
        Removals.begin(connection);
        return Sql.of("""
                delete from metric_series
                where id = any (?) and not exists (select from metric_sample where series_id = metric_series.id)
                """, (Object) ids.stream().mapToInt(Integer::intValue).toArray())
                .update(connection);
    }
}
