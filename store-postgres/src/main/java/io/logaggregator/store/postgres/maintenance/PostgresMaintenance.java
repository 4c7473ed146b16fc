package io.logaggregator.store.postgres.maintenance;

import static java.time.ZoneOffset.UTC;

import io.logaggregator.core.store.Maintenance;
import io.logaggregator.core.store.SizeRetentionResult;
import io.logaggregator.store.postgres.commits.IngestCommits;
import io.logaggregator.store.postgres.logs.MinuteCounts;
import io.logaggregator.store.postgres.sql.Connections;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.SqlErrors;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes partitions ahead of time and removes what is past retention: one partition in one transaction, so that locks are
 * held shortly. It never waits long for a lock either, since whoever comes later would wait behind it: what is in use
 * now is left to the next attempt, and in the end to the next run.
 */
public final class PostgresMaintenance implements Maintenance {

    private static final Logger log = LoggerFactory.getLogger(PostgresMaintenance.class);

    /** A queue that is read for the first time often holds a week: Kafka's default retention. */
    private static final int DAYS_BACK = 7;

    private static final int DAYS_AHEAD = 3;
    private static final int ATTEMPTS = 5;
    private static final int ALERTS_AT_A_TIME = 1_000;

    /** Less than PostgreSQL's deadlock_timeout of 1 s: in a circle of waits it is this side that gives way. */
    private static final Duration LOCK_TIMEOUT = Duration.ofMillis(500);

    /** A number that nothing else uses for an advisory lock in this database. */
    static final long ADVISORY_LOCK = 0x6c6f_6761_6767L;

    private final Connections connections;
    private final ClosedPartitionMaintenance settling;

    public PostgresMaintenance(Connections connections, boolean indexesMessages) {
        this.connections = connections;
        settling = new ClosedPartitionMaintenance(indexesMessages);
    }

    @Override
    public boolean run(Instant now, Duration retention) {
        Instant oldest = now.minus(retention);
        try (Connection connection = connections.openForUpkeep()) {
            boolean done = true;
            for (DayPartitions partitions : DayPartitions.ALL) {
                done &= makeMissing(connection, partitions, now, oldest);
                done &= dropExpired(connection, partitions, oldest);
                done &= alone(
                        connection,
                        "expire strays of " + partitions.table(),
                        () -> partitions.deleteStrays(connection, oldest));
            }
            done &= alone(connection, "expire rejected messages", () -> deleteRejected(connection, oldest));
            done &= deleteAlerts(connection, oldest);
            done &= alone(connection, "fold minutes", () -> MinuteCounts.fold(connection, now));
            done &= alone(connection, "forget commits", () -> IngestCommits.deleteOld(connection));
            return done;
        } catch (SQLException failure) {
            throw SqlErrors.whileWriting(failure);
        }
    }

    @Override
    public void maintainClosedPartitions(Instant now) {
        try (Connection connection = connections.openForSettling()) {
            settling.run(connection, now);
        } catch (SQLException failure) {
            throw SqlErrors.whileWriting(failure);
        }
    }

    @Override
    public SizeRetentionResult enforceMaxSize(Instant now, long bytes) {
        try (Connection connection = connections.openForUpkeep()) {
            return new SizeRetention(LocalDate.ofInstant(now, UTC), bytes).run(connection);
        } catch (SQLException failure) {
            throw SqlErrors.whileWriting(failure);
        }
    }

    /** What has to be so before anything is written: the partitions around a day, whatever the retention. */
    public void prepare(Instant now) {
        try (Connection connection = connections.openForUpkeep()) {
            alone(connection, "forget commits of another PostgreSQL", () -> IngestCommits.deleteForeign(connection));
            for (DayPartitions partitions : DayPartitions.ALL) {
                makeMissing(connection, partitions, now, Instant.MIN);
            }
        } catch (SQLException failure) {
            throw SqlErrors.whileWriting(failure);
        }
    }

    private static boolean makeMissing(Connection connection, DayPartitions partitions, Instant now, Instant oldest)
            throws SQLException {
        LocalDate today = LocalDate.ofInstant(now, UTC);
        List<LocalDate> present = daysOf(connection, partitions);
        List<LocalDate> missing = Stream.iterate(today.minusDays(DAYS_BACK), day -> day.plusDays(1))
                .limit(DAYS_BACK + 1 + DAYS_AHEAD)
                .filter(day -> !present.contains(day) && !isExpired(day, oldest))
                .toList();
        for (LocalDate day : missing) {
            boolean done = alone(connection, "make " + partitions.table() + " of " + day, () -> {
                if (!partitions.days(connection).contains(day)) {
                    partitions.make(connection, day);
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
            boolean done = alone(connection, "drop " + partitions.table() + " of " + day, () -> {
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
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    with expired as (
                        delete from rejected_message where rejected_at < '%s' returning 1
                    )
                    insert into expired_rows (kind, source, rows)
                    select 'rejections', 'rejected_message', count(*) from expired having count(*) > 0
                    """.formatted(oldest));
        }
    }

    /** In portions, since each alert takes with it all that happened to it. What is not over stays, however old. */
    private static boolean deleteAlerts(Connection connection, Instant oldest) throws SQLException {
        boolean done = true;
        while (done && hasExpiredAlerts(connection, oldest)) {
            done = alone(
                    connection,
                    "expire alerts",
                    () -> Sql.of("""
                            delete from alert where id in (
                                select id from alert where status = 'RESOLVED' and resolved_at < ?
                                order by resolved_at limit ?)
                            """, Timestamps.of(oldest), ALERTS_AT_A_TIME).update(connection));
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
     * Runs a step in a transaction while no other instance runs one. What was seen before may have changed meanwhile.
     *
     * @return whether it was done
     */
    static boolean alone(Connection connection, String step, Step statements) throws SQLException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try (Statement lock = connection.createStatement()) {
                lock.execute("set local lock_timeout = " + LOCK_TIMEOUT.toMillis());
                lock.execute("select pg_advisory_xact_lock(" + ADVISORY_LOCK + ")");
                statements.run();
                connection.commit();
                return true;
            } catch (SQLException failure) {
                connection.rollback();
                if (!SqlErrors.isLockTimeout(failure)) {
                    throw failure;
                }
            }
        }
        log.warn("upkeep left for the next run, since others use the tables: {}", step);
        return false;
    }

    @FunctionalInterface
    interface Step {
        void run() throws SQLException;
    }
}
