package io.logaggregator.store.postgres.alerts.evaluation;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.engine.TimeBasedEvaluation;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.store.postgres.alerts.AlertStates;
import io.logaggregator.store.postgres.alerts.OrphanedStates;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** Evaluates time-based conditions, on one instance at a time, in one transaction. Thread-safe. */
public final class PostgresTimeBasedEvaluation implements TimeBasedEvaluation {

    static final long LOCK = 0x6C6F_6761_6C72_7401L; // "logalrt", 1

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
    public boolean evaluate(List<AlertRule> rules, Instant watermark) {
        return Query.run(pool, connection -> {
            connection.setAutoCommit(false);
            boolean locked = tryLock(connection);
            if (locked) {
                new SilenceEvaluation(connection).evaluate(rules, watermark);
                new DueStates(connection).evaluate(rules, watermark);
                new OrphanedStates(Actor.SYSTEM.name(), watermark).resolveOrphans(rules, connection);
                new AlertEvidence(connection).completeOldest();
                new AlertStates(connection).deleteInactive();
            }
            connection.commit();
            return locked;
        });
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
