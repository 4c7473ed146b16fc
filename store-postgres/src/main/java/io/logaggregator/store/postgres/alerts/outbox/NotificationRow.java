package io.logaggregator.store.postgres.alerts.outbox;

import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notification.Schedule;
import io.logaggregator.core.alerting.notify.Notification.Status;
import io.logaggregator.core.alerting.notify.Outbox.Filter;
import io.logaggregator.core.alerting.silence.Muting;
import io.logaggregator.core.alerting.silence.Muting.Reason;
import io.logaggregator.store.postgres.alerts.AlertRow;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Queries of notifications, with their transitions and their alerts as of these. */
final class NotificationRow {

    private static final Sql COLUMNS = Sql.of("""
            notification.id as notification_id, notification.channel_id, notification.status as notification_status,
            notification.attempts, notification.created_at, notification.next_at, notification.sent_at,
            notification.last_error, notification.queued_at, notification.refusals, notification.repeat,
            notification.batch_id,
            (select earlier.receipt from notification as earlier
             where earlier.alert_id = notification.alert_id and earlier.channel_id = notification.channel_id
               and earlier.receipt is not null
             order by earlier.transition_id desc, earlier.repeat desc limit 1) as receipt,
            notification.muted_reason, notification.muted_by""");

    /**
     * The alert as of the transition, named as in {@link AlertRow#COLUMNS}: a retry sends the same. Alerts of other systems
     * have their newest annotations.
     */
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
            transition.occurrences, ?""", AlertRow.EXTERNAL_COLUMNS);

    private NotificationRow() {}

    /**
     * Selects notifications with their transition and alert.
     *
     * @param notifications rows of the table: a query in parentheses, or a name
     */
    static Sql select(Sql notifications) {
        return Sql.of("""
                select ?, ?, ?
                from ? as notification
                join alert_transition as transition on transition.id = notification.transition_id
                join alert on alert.id = notification.alert_id
                left join lateral (
                    select case when earlier.kind = 'ACKNOWLEDGED' then earlier.at end as at
                    from alert_transition as earlier
                    where earlier.alert_id = transition.alert_id and earlier.id <= transition.id
                      and earlier.kind in ('ACKNOWLEDGED', 'RAISED')
                    order by earlier.id desc
                    limit 1
                ) as acknowledgement on true""", COLUMNS, AlertRow.TRANSITION_COLUMNS, ALERT_COLUMNS, notifications);
    }

    /** Selects the newest notifications, by creation time. */
    static Sql newest(Filter filter, int limit, Optional<UUID> after) {
        Sql ofAlert = filter.alert().map(id -> Sql.of("alert_id = ?", id)).orElse(Sql.of("true"));
        Sql ofChannel = filter.channel().map(id -> Sql.of("channel_id = ?", id)).orElse(Sql.of("true"));
        Sql ofStatus = filter.statuses().isEmpty()
                ? Sql.of("true")
                : Sql.of("status = any (?)", (Object)
                        filter.statuses().stream().map(Status::name).toArray(String[]::new));
        Sql following = after.map(id -> Sql.of(
                        "(created_at, id) < (select last.created_at, last.id from notification as last where last.id = ?)",
                        id))
                .orElse(Sql.of("true"));
        return Sql.of(
                "? order by notification.created_at desc, notification.id desc",
                select(Sql.of(
                        "(select * from notification where ? and ? and ? and ?"
                                + " order by created_at desc, id desc limit ?)",
                        ofAlert,
                        ofChannel,
                        ofStatus,
                        following,
                        limit)));
    }

    /** Reads notifications by id, in no order. */
    static List<Notification> read(Connection connection, UUID[] ids) throws SQLException {
        return select(Sql.of("(select * from notification where id = any (?))", (Object) ids))
                .list(connection, NotificationRow::read);
    }

    static Notification read(ResultSet row) throws SQLException {
        return new Notification(
                row.getObject("notification_id", UUID.class),
                AlertRow.read(row),
                AlertRow.readTransition(row),
                row.getObject("channel_id", UUID.class),
                Status.valueOf(row.getString("notification_status")),
                row.getInt("attempts"),
                Timestamps.read(row, "created_at"),
                Timestamps.read(row, "next_at"),
                Timestamps.readIfAny(row, "sent_at"),
                row.getString("last_error"),
                Optional.ofNullable(row.getString("receipt")),
                muting(row),
                new Schedule(
                        Timestamps.read(row, "queued_at"),
                        row.getInt("refusals"),
                        row.getInt("repeat"),
                        Optional.ofNullable(row.getObject("batch_id", UUID.class))),
                Optional.empty());
    }

    private static Optional<Muting> muting(ResultSet row) throws SQLException {
        String reason = row.getString("muted_reason");
        return reason == null
                ? Optional.empty()
                : Optional.of(new Muting(Reason.valueOf(reason), row.getString("muted_by")));
    }
}
