package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.state.AlertChanges.SubjectTransition;
import io.logaggregator.core.alerting.state.AlertSubject;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An open alert as the evaluation stores it, for tests of later changes. */
public record TestAlert(UUID id, UUID fingerprint) {

    /** Opens an alert of severity HIGH at 0.95. */
    static TestAlert open(TestPostgres.Database database, AlertRule rule, String host, Instant at) {
        return open(database, rule, List.of(host), at).getFirst();
    }

    /** Opens alerts of severity HIGH at 0.95. */
    static List<TestAlert> open(TestPostgres.Database database, AlertRule rule, List<String> hosts, Instant at) {
        double threshold = rule.definition().thresholds().lowest();
        List<TestAlert> alerts = new ArrayList<>();
        List<SubjectTransition> opened = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement insert = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String host : hosts) {
                AlertSubject subject = new AlertSubject(rule, Labels.ofHost(host, Map.of("device", "sda")));
                UUID id = AlertTransition.alertId(subject.fingerprint(), at);
                alerts.add(new TestAlert(id, subject.fingerprint()));
                opened.add(new SubjectTransition(
                        subject,
                        new AlertTransition(
                                id,
                                Kind.OPENED,
                                at,
                                Severity.HIGH,
                                Severity.HIGH,
                                0.95,
                                0.95,
                                threshold,
                                1,
                                "system",
                                "",
                                null),
                        at));
                insert.addBatch("""
                        insert into alert_state (fingerprint, rule_id, labels, judged_until, since,
                                                 window_counts, alert_id, opened_at, severity, highest, occurrences,
                                                 last_at, last_value, peak, updated_at)
                        values ('%1$s', '%2$s', '%3$s', '%5$s', '{0,0,0,0}',
                                '{}', '%4$s', '%5$s', 'HIGH', 'HIGH', 3,
                                '%5$s', 0.95, 0.95, now())
                        """.formatted(
                                subject.fingerprint(),
                                rule.id(),
                                JsonText.of(subject.labels().values()),
                                id,
                                at));
            }
            new AlertJournal(connection).write(opened);
            insert.executeBatch();
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return alerts;
    }

    /** Inserts a channel that accepts all transitions. */
    public static UUID addChannel(TestPostgres.Database database) {
        UUID id = UUID.randomUUID();
        execute(database, """
                insert into notification_channel (id, origin, updated_at, name, enabled, kind, settings, secrets,
                                                  min_severity, rule_pattern, host_pattern)
                values ('%s', 'API', now(), '%1$s', true, 'webhook', '{}', '{}', 'LOW', '*', '*')
                """.formatted(id));
        return id;
    }

    List<String> resolution(TestPostgres.Database database) {
        return rows(database, """
                select concat(alert.status, ' ', actor, ': ', comment, ' ', transition.value, ' ',
                              transition.occurrences)
                from alert join alert_transition as transition on transition.alert_id = alert.id
                where alert.id = '%s' and transition.kind = 'RESOLVED'
                """.formatted(id));
    }

    /** Returns the kinds of transitions with a notification. */
    List<String> notifications(TestPostgres.Database database) {
        return rows(database, """
                select kind from notification join alert_transition as transition on transition.id = transition_id
                where notification.alert_id = '%s' and status = 'PENDING' order by transition_id
                """.formatted(id));
    }

    /** Executes statements. */
    public static void execute(TestPostgres.Database database, String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the first column of each row. */
    public static List<String> rows(TestPostgres.Database database, String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(row.getString(1));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
