package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.state.AlertChanges.SubjectTransition;
import io.logaggregator.core.alerting.state.AlertSubject;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import io.logaggregator.testkit.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Inserts alerts as the evaluation stores them, for tests of queries. */
public record StoredAlerts(TestPostgres.Database database) {

    /** Inserts an open alert with its state: one occurrence of 0.9 above the threshold 0.8. */
    public UUID open(String rule, String host, Severity severity, Instant openedAt) {
        return open(ruleId(rule), rule, host, severity, openedAt);
    }

    /** Inserts an open alert of a stored rule with its state. */
    public UUID open(AlertRule rule, String host, Severity severity, Instant openedAt) {
        return open(rule.id(), rule.definition().name(), host, severity, openedAt);
    }

    private UUID open(UUID ruleId, String rule, String host, Severity severity, Instant openedAt) {
        Map<String, String> at = Map.of("at", openedAt.toString()); // distinct, so that alerts do not conflict
        Labels labels = host.isEmpty() ? new Labels(new TreeMap<>(at)) : Labels.ofHost(host, at);
        UUID fingerprint = labels.fingerprint(ruleId);
        UUID id = AlertTransition.alertId(fingerprint, openedAt);
        inTransaction(connection -> {
            new AlertJournal(connection)
                    .write(List.of(new SubjectTransition(
                            new AlertSubject(ruleId, rule, labels, fingerprint),
                            transition(id, Kind.OPENED, severity, openedAt, Actor.SYSTEM.name()),
                            openedAt)));
            Sql.of("""
                            insert into alert_state (fingerprint, rule_id, labels, judged_until, since,
                                window_counts, alert_id, opened_at, severity, highest, occurrences, last_at,
                                last_value, peak, updated_at)
                            select fingerprint, rule_id, labels, opened_at, '{0,7,0,0}', '{}', id, opened_at,
                                severity, highest, occurrences, last_at, value, peak, now()
                            from alert where id = ?""", id).update(connection);
        });
        return id;
    }

    /** Updates the state only, as further evaluations do. */
    public void evaluatedAgain(UUID id, Instant at, double value, long occurrences) {
        execute(Sql.of(
                "update alert_state set last_at = ?, last_value = ?, peak = ?, occurrences = ? where alert_id = ?",
                Timestamps.of(at),
                value,
                value,
                occurrences,
                id));
    }

    /** Sets the highest severity only: the alert has de-escalated since. */
    void escalated(UUID id, Severity highest) {
        execute(Sql.of("update alert set highest = ? where id = ?", highest.name(), id));
    }

    public void acknowledged(UUID id, Instant at) {
        execute(Sql.of(
                "update alert set status = 'ACKNOWLEDGED', acknowledged_at = ? where id = ?", Timestamps.of(at), id));
    }

    public void resolved(UUID id, Instant at) {
        execute(Sql.of("update alert set status = 'RESOLVED', resolved_at = ? where id = ?", Timestamps.of(at), id));
        execute(Sql.of("update alert_state set alert_id = null where alert_id = ?", id));
    }

    /** Inserts transitions a second apart, each with a notification due at the time of the first. */
    public List<UUID> notified(UUID alertId, UUID channelId, Instant at, Kind... kinds) {
        List<UUID> notifications = new ArrayList<>();
        for (Kind kind : kinds) {
            AlertTransition transition = transition(
                    alertId, kind, Severity.LOW, at.plus(Duration.ofSeconds(notifications.size())), "someone");
            notifications.add(transition.notificationId(channelId));
            execute(Sql.of(
                    """
                    with transition as (
                        insert into alert_transition (alert_id, kind, at, severity, highest, value, peak, threshold,
                                                      occurrences, actor, comment)
                        values (?, ?, ?, 'LOW', 'LOW', 0.9, 0.9, 0.8, 1, 'someone', '')
                        returning id
                    )
                    insert into notification (id, alert_id, transition_id, channel_id, created_at, queued_at, next_at)
                    select ?, ?, id, ?, ?, ?, ? from transition""",
                    alertId,
                    kind.name(),
                    Timestamps.of(transition.at()),
                    notifications.getLast(),
                    alertId,
                    channelId,
                    Timestamps.of(transition.at()),
                    Timestamps.of(transition.at()),
                    Timestamps.of(at)));
        }
        return notifications;
    }

    public static UUID ruleId(String rule) {
        return UUID.nameUUIDFromBytes(rule.getBytes(StandardCharsets.UTF_8));
    }

    private static AlertTransition transition(UUID id, Kind kind, Severity severity, Instant at, String actor) {
        return new AlertTransition(id, kind, at, severity, severity, 0.9, 0.9, 0.8, 1, actor, "", null);
    }

    public void execute(Sql sql) {
        inTransaction(sql::update);
    }

    /** Returns the first column of the first row. */
    public String text(Sql sql) {
        try (Connection connection = database.connect()) {
            return sql.first(connection, row -> String.valueOf(row.getString(1)))
                    .orElseThrow();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void inTransaction(Statements statements) {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            statements.run(connection);
            connection.commit();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @FunctionalInterface
    private interface Statements {
        void run(Connection connection) throws SQLException;
    }
}
