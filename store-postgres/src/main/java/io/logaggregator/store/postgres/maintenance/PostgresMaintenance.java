package io.logaggregator.store.postgres.maintenance;

import static java.time.ZoneOffset.UTC;

import io.logaggregator.core.store.Maintenance;
import io.logaggregator.core.store.SizeRetentionResult;
import io.logaggregator.core.store.StorageSize;
import io.logaggregator.store.postgres.commits.IngestCommits;
import io.logaggregator.store.postgres.filters.FilterCompaction;
import io.logaggregator.store.postgres.logs.MinuteCounts;
import io.logaggregator.store.postgres.metrics.MetricSummaries;
import io.logaggregator.store.postgres.sql.Connections;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.SqlErrors;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates partitions ahead of time and deletes expired rows, one partition per transaction, so that locks are short. It
 * does not wait long for a lock either, since later sessions would queue behind it: a table in use is retried, and
 * finally left to the next run.
 */
public final class PostgresMaintenance implements Maintenance {

    private static final Logger log = LoggerFactory.getLogger(PostgresMaintenance.class);

    /** A queue that is read for the first time often holds a week, Kafka's default retention. */
    private static final int DAYS_BACK = 7;

    private static final int DAYS_AHEAD = 3;
    private static final int MAX_ALERTS = 1_000;

    /** Keys of advisory locks. */
    private static final long LOCK = 0x6c6f_6761_6767L;

    private static final long CLOSED_PARTITIONS_LOCK = LOCK + 1;

    private final Connections connections;

    public PostgresMaintenance(Connections connections) {
        this.connections = connections;
    }

    @Override
    public boolean run(Instant now, Duration retention) {
        Instant oldest = now.minus(retention);
        try (Connection connection = connections.openForMaintenance()) {
            boolean done = true;
            for (DayPartitions partitions : DayPartitions.ALL) {
                done &= createMissing(connection, partitions, now, oldest);
                done &= dropExpired(connection, partitions, oldest);
                done &= withMaintenanceLock(
                        connection,
                        "delete expired rows of the default partition of " + partitions.table(),
                        () -> partitions.deleteExpiredDefaults(connection, oldest));
            }
            done &= withMaintenanceLock(
                    connection, "delete expired rejected messages", () -> deleteRejected(connection, oldest));
            done &= new IdentityRetention(connection, oldest, now).run();
            done &= deleteAlerts(connection, oldest);
            done &= withMaintenanceLock(connection, "fold minute counts", () -> MinuteCounts.fold(connection, now));
            done &= withMaintenanceLock(connection, "delete old commits", () -> IngestCommits.deleteOld(connection));
            return done;
        } catch (SQLException failure) {
            throw SqlErrors.whileWriting(failure);
        }
    }

    /** Completes each hour and each day separately. The session holds the lock until its connection is closed. */
    @Override
    public void maintainClosedPartitions(Instant now) {
        try (Connection connection = connections.openForClosedPartitions()) {
            boolean locked = Sql.of("select pg_try_advisory_lock(?) as locked", CLOSED_PARTITIONS_LOCK)
                    .first(connection, row -> row.getBoolean("locked"))
                    .orElseThrow();
            if (!locked) {
                return;
            }
            for (long hour : MetricSummaries.due(now).list(connection, row -> row.getLong("hour"))) {
                MetricSummaries.of(hour).update(connection);
            }
            FilterCompaction.run(connection, now);
        } catch (SQLException failure) {
            throw SqlErrors.whileWriting(failure);
        }
    }

    @Override
    public SizeRetentionResult enforceMaxSize(Instant now, long bytes) {
        try (Connection connection = connections.openForMaintenance()) {
            return new SizeRetention(LocalDate.ofInstant(now, UTC), bytes).run(connection);
        } catch (SQLException failure) {
            throw SqlErrors.whileWriting(failure);
        }
    }

    /** Creates the partitions around a day, whatever the retention, as writes require. */
    public void prepare(Instant now) {
        try (Connection connection = connections.openForMaintenance()) {
            withMaintenanceLock(
                    connection, "delete commits of another PostgreSQL", () -> IngestCommits.deleteForeign(connection));
            for (DayPartitions partitions : DayPartitions.ALL) {
                createMissing(connection, partitions, now, Instant.MIN);
            }
        } catch (SQLException failure) {
            throw SqlErrors.whileWriting(failure);
        }
    }

    private static boolean createMissing(Connection connection, DayPartitions partitions, Instant now, Instant oldest)
            throws SQLException {
        LocalDate today = LocalDate.ofInstant(now, UTC);
        List<LocalDate> present = daysOf(connection, partitions);
        List<LocalDate> missing = Stream.iterate(today.minusDays(DAYS_BACK), day -> day.plusDays(1))
                .limit(DAYS_BACK + 1 + DAYS_AHEAD)
                .filter(day -> !present.contains(day) && !isExpired(day, oldest))
                .toList();
        for (LocalDate day : missing) {
            boolean done = withMaintenanceLock(connection, "create " + partitions.table() + " of " + day, () -> {
                if (!partitions.days(connection).contains(day)) {
                    partitions.create(connection, day);
                }
            });
            if (!done) {
                return false;
            }
        }
        return true;
    }

    private static boolean dropExpired(Connection connection, DayPartitions partitions, Instant oldest)
            throws SQLException {
        List<LocalDate> expired = daysOf(connection, partitions).stream()
                .filter(day -> isExpired(day, oldest))
                .toList();
        for (LocalDate day : expired) {
            boolean done = withMaintenanceLock(connection, "drop " + partitions.table() + " of " + day, () -> {
                if (partitions.days(connection).contains(day)) {
                    partitions.drop(connection, day);
                }
            });
            if (!done) {
                return false;
            }
        }
        return true;
    }

    private static void deleteRejected(Connection connection, Instant oldest) throws SQLException {
        Sql.of("""
                with expired as (
                    delete from rejected_message where rejected_at < ? returning 1
                )
                insert into expired_rows (kind, source, rows)
                select 'rejections', 'rejected_message', count(*) from expired having count(*) > 0
                """, Timestamps.of(oldest)).update(connection);
    }

    /** In portions, since each alert is deleted with its history. Unresolved alerts stay at any age. */
    private static boolean deleteAlerts(Connection connection, Instant oldest) throws SQLException {
        boolean done = true;
        while (done && hasExpiredAlerts(connection, oldest)) {
            done = withMaintenanceLock(
                    connection,
                    "delete expired alerts",
                    () -> Sql.of("""
                            delete from alert where id in (
                                select id from alert where status = 'RESOLVED' and resolved_at < ?
                                order by resolved_at limit ?)
                            """, Timestamps.of(oldest), MAX_ALERTS).update(connection));
        }
        return done;
    }

    private static boolean hasExpiredAlerts(Connection connection, Instant oldest) throws SQLException {
        boolean any = Sql.of(
                        "select from alert where status = 'RESOLVED' and resolved_at < ? limit 1",
                        Timestamps.of(oldest))
                .first(connection, row -> true)
                .isPresent();
        connection.commit();
        return any;
    }

    private static List<LocalDate> daysOf(Connection connection, DayPartitions partitions) throws SQLException {
        List<LocalDate> days = partitions.days(connection);
        connection.commit();
        return days;
    }

    private static boolean isExpired(LocalDate day, Instant oldest) {
        return !day.plusDays(1).atStartOfDay(UTC).toInstant().isAfter(oldest);
    }

    /**
     * Runs a step in a transaction while no other instance runs one. Anything read before may have changed.
     *
     * @return whether the step was completed
     */
    static boolean withMaintenanceLock(Connection connection, String step, Step statements) throws SQLException {
        boolean done = Query.withLockTimeout(connection, _ -> {
                    Sql.of("select pg_advisory_xact_lock(?)", LOCK).list(connection, _ -> true);
                    statements.run();
                    return true;
                })
                .isPresent();
        if (!done) {
            log.warn("maintenance step postponed, tables in use: step={}", step);
        }
        return done;
    }

    @FunctionalInterface
    interface Step {
        void run() throws SQLException;
    }

    /** Sizes of the files of PostgreSQL, including dead rows. */
    public record StoredSize(DataSource pool) implements StorageSize {

        @Override
        public long totalBytes() {
            return Sql.of("select pg_database_size(current_database())")
                    .first(pool, row -> row.getLong(1))
                    .orElseThrow();
        }

        @Override
        public long dayBytes(LocalDate day) {
            String[] partitions = DayPartitions.ALL.stream()
                    .map(table -> table.partition(day))
                    .toArray(String[]::new);
            return Sql.of("""
                            select coalesce(sum(pg_total_relation_size(to_regclass(name))), 0)
                            from unnest(?) as partition (name)
                            """, (Object) partitions)
                    .first(pool, row -> row.getLong(1))
                    .orElseThrow();
        }
    }
}
