package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.ImpossibleTransitionException;
import io.logaggregator.core.alerting.engine.AlertState;
import io.logaggregator.core.common.StorableText;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a person does with an alert, in one transaction. Locks are taken in the order of judging, the state before the
 * alert, so that neither waits for the other in a circle.
 */
record AlertAction(UUID id, AlertStatus next, String comment, Actor actor, Instant now)
        implements Query<Optional<Alert>> {

    AlertAction {
        comment = StorableText.of(comment);
        now = now.truncatedTo(ChronoUnit.MICROS); // as it is stored, since ids are derived from it
    }

    @Override
    public Optional<Alert> on(Connection connection) throws SQLException {
        connection.setAutoCommit(false); // until the pool has it back, which also ends what was not committed
        Optional<Alert> before = locked(connection);
        if (before.isEmpty()) {
            return before;
        }
        Alert alert = before.get();
        if (!alert.status().canBecome(next)) {
            throw new ImpossibleTransitionException(id, alert.status(), next);
        }
        journal(connection, alert);
        if (next == AlertStatus.RESOLVED) {
            keepLastNumbers(connection, alert);
            resolveState(connection);
        }
        audit(connection, alert.status());
        Optional<Alert> after = AlertRow.byId(id).first(connection, AlertRow::read);
        connection.commit();
        return after;
    }

    /** An alert that is there has its state committed with it: hence the look at the alert before any lock. */
    private Optional<Alert> locked(Connection connection) throws SQLException {
        if (AlertRow.byId(id).first(connection, AlertRow::read).isEmpty()) {
            return Optional.empty();
        }
        Sql.of("select fingerprint from alert_state where alert_id = ? for update", id)
                .list(connection, row -> row.getObject("fingerprint", UUID.class));
        return Sql.of("? for update of alert", AlertRow.byId(id)).first(connection, AlertRow::read);
    }

    private void journal(Connection connection, Alert alert) throws SQLException {
        AlertTransition transition = new AlertTransition(
                id,
                kind(),
                now,
                alert.severity(),
                alert.highest(),
                alert.value(),
                alert.peak(),
                alert.threshold(),
                alert.occurrences(),
                actor.name(),
                comment);
        new AlertJournal(connection)
                .write(List.of(new AlertJournal.Entry(
                        alert.ruleId(), alert.ruleName(), alert.fingerprint(), alert.labels(), transition)));
    }

    private Kind kind() {
        return switch (next) {
            case ACKNOWLEDGED -> Kind.ACKNOWLEDGED;
            case RESOLVED -> Kind.RESOLVED;
            case OPEN -> throw new IllegalArgumentException("next: OPEN (expected: ACKNOWLEDGED or RESOLVED)");
        };
    }

    /** The others came with the transition; a person is no reason to say that it was judged now. */
    private void keepLastNumbers(Connection connection, Alert alert) throws SQLException {
        Sql.of("update alert set last_at = ? where id = ?", Timestamps.of(alert.lastAt()), id)
                .update(connection);
    }

    /**
     * Makes of the state what {@link AlertState#resolvedManually} says. It is due as before where it counts events, which
     * go on to leave their window.
     */
    private void resolveState(Connection connection) throws SQLException {
        Sql.of("""
                        update alert_state
                        set settled_until = judged_until, since = '{0,0,0,0}', muted = true,
                            alert_id = null, opened_at = null, severity = null, highest = null, occurrences = null,
                            last_at = null, last_value = null, peak = null,
                            due_at = case when cardinality(window_counts) > 0 then due_at end,
                            updated_at = clock_timestamp()
                        where alert_id = ?
                        """, id).update(connection);
    }

    private void audit(Connection connection, AlertStatus before) throws SQLException {
        Sql.of(
                        """
                        insert into audit_entry (at, actor, request_id, action, kind, subject, before, after)
                        values (?, ?, ?, ?, 'ALERT', ?, jsonb_build_object('status', ?::text),
                                jsonb_build_object('status', ?::text, 'comment', ?::text))
                        """,
                        Timestamps.of(now),
                        actor.name(),
                        actor.requestId(),
                        next.name(),
                        id.toString(),
                        before.name(),
                        next.name(),
                        comment)
                .update(connection);
    }
}
