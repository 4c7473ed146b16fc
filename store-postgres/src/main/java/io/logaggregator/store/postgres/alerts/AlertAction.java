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
 * Acknowledges or resolves an alert on behalf of a user, in one transaction. Locks the state before the alert, as
 * evaluation does, so that they never deadlock.
 */
record AlertAction(UUID id, AlertStatus next, String comment, Actor actor, Instant now)
        implements Query<Optional<Alert>> {

    AlertAction {
        comment = StorableText.of(comment);
        now = now.truncatedTo(ChronoUnit.MICROS); // stored precision, since ids are derived from it
    }

    @Override
    public Optional<Alert> on(Connection connection) throws SQLException {
        connection.setAutoCommit(false); // the pool resets it, and rolls back uncommitted changes
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
            storeLastTime(connection, alert);
            resolveState(connection);
        }
        audit(connection, alert.status());
        Optional<Alert> after = AlertRow.byId(id).first(connection, AlertRow::read);
        connection.commit();
        return after;
    }

    /** Locks state and alert. Reads the alert first: once it is visible, so is its state. */
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

    /** The transition stores the other values. The time of the last evaluation stays, since an action is no evaluation. */
    private void storeLastTime(Connection connection, Alert alert) throws SQLException {
        Sql.of("update alert set last_at = ? where id = ?", Timestamps.of(alert.lastAt()), id)
                .update(connection);
    }

    /**
     * Applies {@link AlertState#resolvedManually}. A state that counts events stays due, since they continue to leave their
     * window.
     */
    private void resolveState(Connection connection) throws SQLException {
        Sql.of("""
                        update alert_state
                        set settled_until = judged_until, since = '{0,0,0,0}', suppressed = severity,
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
