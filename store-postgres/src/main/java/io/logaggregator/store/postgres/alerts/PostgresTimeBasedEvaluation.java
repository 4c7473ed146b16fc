package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.state.AlertStateStore;
import io.logaggregator.core.alerting.state.TimeBasedEvaluation;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Transactions of time-based evaluation, one at a time over all instances. Thread-safe. */
public final class PostgresTimeBasedEvaluation implements TimeBasedEvaluation {

    static final long LOCK = 0x6C6F_6761_6C72_7401L; // "logalrt", 1

    /** A portion of states that takes longer is halved. */
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(5);

    private final DataSource pool;

    public PostgresTimeBasedEvaluation(DataSource pool) {
        this.pool = pool;
    }

    /** Of a topic that was deleted and created again, only the current partitions count. */
    @Override
    public Optional<Instant> watermark(Set<String> topics) {
        return Sql.of("""
                select case when bool_and(read_until is not null) then min(read_until) end as watermark
                from queue_position position
                where topic = any (?)
                  and topic_id = (select latest.topic_id from queue_position latest
                                  where latest.topic = position.topic
                                  order by latest.updated_at desc
                                  limit 1)
                """, (Object) topics.toArray(String[]::new))
                .list(pool, row -> Optional.ofNullable(row.getObject("watermark", OffsetDateTime.class)))
                .getFirst()
                .map(OffsetDateTime::toInstant);
    }

    @Override
    public boolean run(Consumer<AlertStateStore> work) {
        return locked(connection -> work.accept(new PostgresAlertStates(connection, SqlErrors::whileReading)));
    }

    @Override
    public boolean completeEvidence() {
        return locked(connection -> new AlertEvidence(connection).completeOldest());
    }

    @Override
    public boolean deleteInactive() {
        return locked(connection -> {
            new AlertStateTable(connection).deleteInactive();
            new LogWindowTable(connection).deleteWithoutRule();
        });
    }

    private boolean locked(Statements statements) {
        return Query.run(pool, connection -> {
            connection.setAutoCommit(false);
            Sql.of("set local statement_timeout = " + STATEMENT_TIMEOUT.toMillis())
                    .update(connection);
            boolean locked = tryLock(connection);
            if (locked) {
                statements.run(connection);
            }
            connection.commit();
            return locked;
        });
    }

    @FunctionalInterface
    private interface Statements {
        void run(Connection connection) throws SQLException;
    }

    /** Excludes evaluations until the end of the transaction, after the one that is running. */
    public static void exclude(Connection connection) throws SQLException {
        Sql.of("select pg_advisory_xact_lock(?)", LOCK).list(connection, row -> true);
    }

    private static boolean tryLock(Connection connection) throws SQLException {
        return Sql.of("select pg_try_advisory_xact_lock(?) as locked", LOCK)
                .list(connection, row -> row.getBoolean("locked"))
                .getFirst();
    }
}
