package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notification.Status;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/**
 * A notification as it is read, with the transition it is about, and its alert as that left it. Nothing of it changes
 * afterwards: what is sent again is the same, byte for byte.
 */
final class NotificationRow {

    private static final Sql COLUMNS = Sql.of("""
            notification.id as notification_id, notification.channel_id, notification.status as notification_status,
            notification.attempts, notification.created_at, notification.next_at, notification.sent_at,
            notification.last_error""");

    /** By the names of {@link AlertRow#COLUMNS}. */
    private static final Sql ALERT_COLUMNS = Sql.of("""
            alert.id as alert_id, alert.rule_id, alert.rule_name, alert.fingerprint,
            array(select jsonb_object_keys(alert.labels)) as label_names,
            array(select value from jsonb_each_text(alert.labels)) as label_values,
            transition.severity, transition.highest,
            case when transition.kind = 'RESOLVED' then 'RESOLVED'
                 when acknowledgement.at is null then 'OPEN'
                 else 'ACKNOWLEDGED' end as status,
            alert.opened_at, acknowledgement.at as acknowledged_at,
            case when transition.kind = 'RESOLVED' then transition.at end as resolved_at,
            transition.at as last_at, transition.value, transition.peak, transition.threshold,
            transition.occurrences""");

    private NotificationRow() {}

    /**
     * Reads rows of notifications as they are shown.
     *
     * @param notifications rows of the table, by a statement that is put in parentheses, or by a name
     */
    static Sql from(Sql notifications) {
        return Sql.of("""
                select ?, ?, ?
                from ? as notification
                join alert_transition as transition on transition.id = notification.transition_id
                join alert on alert.id = notification.alert_id
                left join lateral (
                    select earlier.at from alert_transition as earlier
                    where earlier.alert_id = transition.alert_id and earlier.id <= transition.id
                      and earlier.kind = 'ACKNOWLEDGED'
                    order by earlier.id desc
                    limit 1
                ) as acknowledgement on true""", COLUMNS, TransitionRow.COLUMNS, ALERT_COLUMNS, notifications);
    }

    static Notification read(ResultSet row) throws SQLException {
        return new Notification(
                row.getObject("notification_id", UUID.class),
                AlertRow.read(row),
                TransitionRow.read(row),
                row.getObject("channel_id", UUID.class),
                Status.valueOf(row.getString("notification_status")),
                row.getInt("attempts"),
                Timestamps.read(row, "created_at"),
                Timestamps.read(row, "next_at"),
                Timestamps.readIfAny(row, "sent_at"),
                row.getString("last_error"));
    }
}
