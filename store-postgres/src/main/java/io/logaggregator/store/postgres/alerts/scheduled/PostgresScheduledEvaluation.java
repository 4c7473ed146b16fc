package io.logaggregator.store.postgres.alerts.scheduled;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.kinds.Composite.MemberAlert;
import io.logaggregator.core.alerting.kinds.ScheduledQuery;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.scheduled.ScheduledEvaluation;
import io.logaggregator.core.alerting.state.AlertStateStore;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.store.postgres.alerts.PostgresAlertStates;
import io.logaggregator.store.postgres.sql.Columns;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.SqlErrors;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Transactions of scheduled rules; {@code alert_rule_schedule} has their times. Thread-safe. */
public final class PostgresScheduledEvaluation implements ScheduledEvaluation {

    /** Held by the instance that evaluates. Not the lock of the rules, which running evaluations of samples hold. */
    private static final long LOCK = 0x6C6F_6761_6C72_7403L; // "logalrt", 3

    /** Limit of each statement of a rule. */
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration MAX_RETRY = Duration.ofMinutes(10);

    /** Characters of a reason. */
    private static final int MAX_REASON = 1_000;

    private final DataSource pool;

    public PostgresScheduledEvaluation(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public Map<UUID, Schedule> schedules() {
        Map<UUID, Schedule> schedules = new HashMap<>();
        Sql.of("""
                select rule_id, evaluated_until, coalesce(retry_at > clock_timestamp(), false) as is_waiting
                from alert_rule_schedule""")
                .list(
                        pool,
                        row -> schedules.put(
                                row.getObject("rule_id", UUID.class),
                                new Schedule(Timestamps.read(row, "evaluated_until"), row.getBoolean("is_waiting"))));
        return schedules;
    }

    @Override
    public boolean evaluate(AlertRule rule, Instant at, Consumer<StoredData> work) {
        // The row of the schedule is locked before the states of the rule, as an edit does.
        return transaction(
                rule,
                work,
                connection -> Sql.of("""
                insert into alert_rule_schedule (rule_id, evaluated_until)
                select id, ? from alert_rule where id = ? and version = ?
                on conflict (rule_id) do update
                set evaluated_until = excluded.evaluated_until, failures = 0, failure = null, retry_at = null
                where alert_rule_schedule.evaluated_until < excluded.evaluated_until""", Timestamps.of(at), rule.id(), rule.version())
                                .update(connection)
                        == 1);
    }

    @Override
    public boolean evaluate(AlertRule rule, Consumer<StoredData> work) {
        return transaction(rule, work, connection -> {
            Sql.of("""
                    update alert_rule_schedule set failures = 0, failure = null, retry_at = null
                    where rule_id = ? and failures > 0""", rule.id()).update(connection);
            return true;
        });
    }

    /** @param begin locks the schedule; returns whether to evaluate */
    private boolean transaction(AlertRule rule, Consumer<StoredData> work, Query<Boolean> begin) {
        return Query.run(pool, connection -> {
            connection.setAutoCommit(false); // the pool resets it, and rolls back uncommitted changes
            Sql.of("set local statement_timeout = " + STATEMENT_TIMEOUT.toMillis())
                    .update(connection);
            boolean locked = Sql.of("select pg_try_advisory_xact_lock(?) as locked", LOCK)
                    .list(connection, row -> row.getBoolean("locked"))
                    .getFirst();
            if (locked) {
                new PostgresAlertStates(connection).lockRules(); // before the schedule, as an edit does
            }
            boolean done = locked && begin.on(connection);
            if (done) {
                work.accept(new Data(connection));
                done = isUnchanged(rule, connection);
            }
            if (done) {
                connection.commit();
            } else {
                connection.rollback();
            }
            return done;
        });
    }

    private static boolean isUnchanged(AlertRule rule, Connection connection) throws SQLException {
        return Sql.of("select from alert_rule where id = ? and version = ? and enabled", rule.id(), rule.version())
                .first(connection, row -> true)
                .isPresent();
    }

    @Override
    public void recordFailure(UUID ruleId, Instant evaluatedUntil, String reason, Duration retryAfter) {
        Query.run(
                pool,
                connection -> Sql.of(
                                """
                        insert into alert_rule_schedule as schedule
                            (rule_id, evaluated_until, failures, failed_at, failure, retry_at)
                        select id, ?, 1, clock_timestamp(), left(?, ?), clock_timestamp() + ?::interval
                        from alert_rule where id = ?
                        on conflict (rule_id) do update
                        set failures = schedule.failures + 1, failed_at = excluded.failed_at, failure = excluded.failure,
                            retry_at = excluded.failed_at
                                       + least(?::interval, ?::interval * power(2, least(schedule.failures, 10)))""",
                                Timestamps.of(evaluatedUntil),
                                reason,
                                MAX_REASON,
                                retryAfter.toString(),
                                ruleId,
                                MAX_RETRY.toString(),
                                retryAfter.toString())
                        .update(connection));
    }

    /** The data of one transaction. */
    private record Data(Connection connection) implements StoredData {

        @Override
        public AlertStateStore states() {
            return new PostgresAlertStates(connection);
        }

        @Override
        public void read(ScheduledQuery query, int maxSubjects, ScheduledQuery.Sink sink) {
            try {
                ScheduledSql.of(query, maxSubjects, connection).list(connection, row -> {
                    ScheduledSql.read(query, row, sink);
                    return true;
                });
            } catch (SQLException failure) {
                throw SqlErrors.whileReading(failure);
            }
        }

        @Override
        public List<MetricSample> samples(AlertRule rule, Instant after, Instant until) {
            try {
                return DelayedSamples.list(connection, rule, after, until);
            } catch (SQLException failure) {
                throw SqlErrors.whileReading(failure);
            }
        }

        @Override
        public List<MemberAlert> alerts(Map<UUID, String> members, Instant resolvedAfter) {
            UUID[] rules = members.keySet().toArray(UUID[]::new);
            try {
                return Sql.of("""
                                select rule_id, severity, at,
                                       array(select jsonb_object_keys(labels)) as names,
                                       array(select value from jsonb_each_text(labels)) as values
                                from (
                                    select rule_id, labels, severity,
                                           (select max(at) from alert_transition
                                            where alert_id = alert.id and kind <> 'ACKNOWLEDGED') as at
                                    from alert where status <> 'RESOLVED' and rule_id = any (?)
                                    union all
                                    select rule_id, labels, null, resolved_at
                                    from alert where resolved_at > ? and rule_id = any (?)
                                ) as member""", rules, Timestamps.of(resolvedAfter), rules)
                        .list(connection, row -> member(row, members));
            } catch (SQLException failure) {
                throw SqlErrors.whileReading(failure);
            }
        }

        @Override
        public void addEvidence(List<EvaluatedValues> values) {
            try {
                Sql.of(
                                """
                        update alert_evidence as evidence
                        set sample_at = evaluated.at_list::timestamptz[], sample_value = evaluated.value_list::float8[]
                        from unnest(?::text[], ?::timestamptz[], ?::text[], ?::text[], ?::text[])
                             as evaluated (alert_id, at, severity, at_list, value_list)
                        where evidence.alert_id = evaluated.alert_id::uuid and evidence.at = evaluated.at
                          and evidence.severity = evaluated.severity""",
                                Columns.of(values)
                                        .text(one -> one.transition().alertId())
                                        .timestamp(one -> one.transition().at())
                                        .text(one -> one.transition().severity())
                                        .text(one -> array(
                                                one.values(),
                                                point -> '"' + point.at().toString() + '"'))
                                        .text(one -> array(one.values(), point -> Double.toString(point.value())))
                                        .arrays())
                        .update(connection);
            } catch (SQLException failure) {
                throw SqlErrors.whileReading(failure);
            }
        }

        private static String array(List<Point> points, Function<Point, String> text) {
            return points.stream().map(text).collect(Collectors.joining(",", "{", "}"));
        }

        private static MemberAlert member(ResultSet row, Map<UUID, String> members) throws SQLException {
            UUID rule = row.getObject("rule_id", UUID.class);
            return new MemberAlert(
                    Objects.requireNonNull(members.get(rule)),
                    new Labels(JsonText.readMembers(row, "names", "values")),
                    Optional.ofNullable(row.getString("severity")).map(Severity::valueOf),
                    Timestamps.read(row, "at"));
        }
    }
}
