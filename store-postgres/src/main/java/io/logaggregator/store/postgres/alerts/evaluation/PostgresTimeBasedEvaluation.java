package io.logaggregator.store.postgres.alerts.evaluation;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.engine.AlertState;
import io.logaggregator.core.alerting.engine.Evaluator;
import io.logaggregator.core.alerting.engine.TimeBasedEvaluation;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.store.postgres.alerts.AlertStateColumns;
import io.logaggregator.store.postgres.alerts.AlertStates;
import io.logaggregator.store.postgres.alerts.OrphanedStates;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Evaluates time-based conditions, on one instance at a time, in one transaction. Thread-safe. */
public final class PostgresTimeBasedEvaluation implements TimeBasedEvaluation {

    static final long LOCK = 0x6C6F_6761_6C72_7401L; // "logalrt", 1

    /** States that are evaluated in one transaction since they are due. */
    private static final int MAX_DUE = 1000;

    private final DataSource pool;
    private final Duration staleTimeout;

    /** @param staleTimeout time without samples after which an alert of a metric rule is resolved; zero for never */
    public PostgresTimeBasedEvaluation(DataSource pool, Duration staleTimeout) {
        this.pool = pool;
        this.staleTimeout = staleTimeout;
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
                evaluateDue(rules, watermark, connection);
                OrphanedStates orphaned = new OrphanedStates(Actor.SYSTEM.name(), watermark);
                orphaned.resolveOrphans(rules, connection);
                if (!staleTimeout.isZero()) {
                    orphaned.resolveStale(rules, staleTimeout, connection);
                }
                new AlertEvidence(connection).completeOldest();
                new AlertStates(connection).deleteInactive();
            }
            connection.commit();
            return locked;
        });
    }

    /**
     * Evaluates states whose recovery or window ends by time alone. States that a session updated in the last seconds or
     * holds locked are left to that session.
     */
    private static void evaluateDue(List<AlertRule> rules, Instant now, Connection connection) throws SQLException {
        AlertOutcome outcome = new AlertOutcome(connection);
        Map<UUID, AlertRule> byId = rules.stream().collect(Collectors.toMap(AlertRule::id, Function.identity()));
        for (Due due : due(byId, now, connection)) {
            AlertStates.Subject subject = due.subject;
            outcome.add(subject, due.state, Evaluator.elapse(subject.rule(), subject.fingerprint(), due.state, now));
        }
        outcome.write();
    }

    private static List<Due> due(Map<UUID, AlertRule> rules, Instant now, Connection connection) throws SQLException {
        return Sql.of("""
                        select state.*,
                               array(select jsonb_object_keys(labels)) as names,
                               array(select value from jsonb_each_text(labels)) as values
                        from alert_state state
                        where due_at <= ? and updated_at < clock_timestamp() - interval '5 seconds'
                          and rule_id = any (?)
                        order by due_at
                        limit ?
                        for update skip locked
                        """, Timestamps.of(now), rules.keySet().toArray(UUID[]::new), MAX_DUE)
                .list(
                        connection,
                        row -> new Due(
                                new AlertStates.Subject(
                                        Objects.requireNonNull(rules.get(row.getObject("rule_id", UUID.class))),
                                        new Labels(JsonText.readMembers(row, "names", "values")),
                                        row.getObject("fingerprint", UUID.class)),
                                AlertStateColumns.state(row)));
    }

    private record Due(AlertStates.Subject subject, AlertState state) {}

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
