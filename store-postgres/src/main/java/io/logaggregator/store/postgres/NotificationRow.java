package io.logaggregator.store.postgres;

import io.logaggregator.domain.alert.Notification;
import io.logaggregator.domain.alert.Notification.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** A notification as it is read, with its alert and the transition it is about. */
final class NotificationRow {

    private static final Sql COLUMNS = Sql.of("""
            notification.id as notification_id, notification.channel_id, notification.status as notification_status,
            notification.attempts, notification.created_at, notification.next_at, notification.sent_at,
            notification.last_error""");

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
                left join alert_state as state on state.alert_id = alert.id""", COLUMNS, TransitionRow.COLUMNS, AlertRow.COLUMNS, notifications);
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
