package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notification.Status;
import io.logaggregator.core.alerting.notify.Outbox;
import io.logaggregator.core.alerting.silence.Muting;
import io.logaggregator.core.alerting.silence.Muting.Reason;
import io.logaggregator.core.common.Page;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Notifications in {@code notification}. A claim is a lease: no lock is held while a notification is sent. Thread-safe. */
public final class PostgresOutbox implements Outbox {

    private static final Sql COLUMNS = Sql.of("""
            notification.id as notification_id, notification.channel_id, notification.status as notification_status,
            notification.attempts, notification.created_at, notification.next_at, notification.sent_at,
            notification.last_error, notification.muted_reason, notification.muted_by,
            (select earlier.receipt from notification as earlier
             where earlier.alert_id = notification.alert_id and earlier.channel_id = notification.channel_id
               and earlier.receipt is not null
             order by earlier.transition_id desc limit 1) as receipt""");

    /** The alert as of the transition, named as in {@link AlertRow#COLUMNS}: a retry sends exactly the same. */
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

    private final DataSource pool;

    public PostgresOutbox(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public List<Notification> claim(int maxPerChannel, Map<UUID, Integer> inProgress, Duration lease, Instant now) {
        return claimed(maxPerChannel, inProgress, now.plus(lease), now).list(pool, PostgresOutbox::read);
    }

    /**
     * Claims due notifications. Concurrent claims skip rows locked here, and later find their lease. Notifications of one
     * alert to one channel are sent in order: a later one waits while an earlier one is pending.
     *
     * <p>Notifications of a disabled channel wait until it is enabled. Reads one index entry for each channel, then the due
     * notifications of each channel.
     */
    static Sql claimed(int maxPerChannel, Map<UUID, Integer> inProgress, Instant leasedUntil, Instant now) {
        List<Map.Entry<UUID, Integer>> counts = List.copyOf(inProgress.entrySet());
        return Sql.of(
                """
                with recursive waiting as (
                    (select channel_id from notification where status = 'PENDING' order by channel_id limit 1)
                    union all
                    select (select next.channel_id from notification as next
                            where next.status = 'PENDING' and next.channel_id > waiting.channel_id
                            order by next.channel_id limit 1)
                    from waiting where waiting.channel_id is not null
                ), sending as (
                    select * from unnest(?, ?) as sending (channel_id, count)
                ), due as (
                    select first.id
                    from waiting left join sending using (channel_id)
                    left join notification_channel as channel on channel.id = waiting.channel_id
                    cross join lateral (
                        select id from notification as candidate
                        where candidate.channel_id = waiting.channel_id and status = 'PENDING' and next_at <= ?
                          and channel.enabled is not false
                          and not exists (
                            select from notification as earlier
                            where earlier.alert_id = candidate.alert_id and earlier.channel_id = candidate.channel_id
                              and earlier.transition_id < candidate.transition_id and earlier.status = 'PENDING')
                        order by next_at
                        limit greatest(? - coalesce(sending.count, 0), 0)
                        for update skip locked
                    ) as first
                ), claimed as (
                    update notification set next_at = ?, attempts = attempts + 1
                    from due where notification.id = due.id
                    returning notification.*
                )
                ?
                order by transition.id""",
                counts.stream().map(Map.Entry::getKey).toArray(UUID[]::new),
                counts.stream().mapToInt(Map.Entry::getValue).toArray(),
                Timestamps.of(now),
                maxPerChannel,
                Timestamps.of(leasedUntil),
                select(Sql.of("claimed")));
    }

    @Override
    public void delivered(UUID id, Optional<String> receipt, Instant now) {
        complete(id, Sql.of("status = 'SENT', sent_at = ?, receipt = ?", Timestamps.of(now), receipt.orElse(null)));
    }

    @Override
    public void retry(UUID id, String reason, Instant nextAt) {
        complete(id, Sql.of("next_at = ?, last_error = ?", Timestamps.of(nextAt), reason));
    }

    @Override
    public void failed(UUID id, String reason) {
        complete(id, Sql.of("status = 'FAILED', last_error = ?", reason));
    }

    /** Updates a pending notification; no effect if another instance completed it after the lease expired. */
    private void complete(UUID id, Sql change) {
        Sql update = Sql.of("update notification set ? where id = ? and status = 'PENDING'", change, id);
        Query.run(pool, update::update);
    }

    @Override
    public Page<Notification> list(Optional<UUID> alertId, int limit, Optional<UUID> after) {
        return newest(alertId, limit + 1, after).page(pool, PostgresOutbox::read, limit, Notification::id);
    }

    static Sql newest(Optional<UUID> alertId, int limit, Optional<UUID> after) {
        Sql ofAlert = alertId.map(id -> Sql.of("alert_id = ?", id)).orElse(Sql.of("true"));
        Sql following = after.map(id -> Sql.of(
                        "(created_at, id) < (select last.created_at, last.id from notification as last where last.id = ?)",
                        id))
                .orElse(Sql.of("true"));
        return Sql.of(
                "? order by notification.created_at desc, notification.id desc",
                select(Sql.of(
                        "(select * from notification where ? and ? order by created_at desc, id desc limit ?)",
                        ofAlert,
                        following,
                        limit)));
    }

    @Override
    public Backlog backlog() {
        return Sql.of("""
                        select count(*) as pending, min(created_at) as oldest,
                               (select count(*) from notification where status = 'FAILED') as failed
                        from notification where status = 'PENDING'
                          and channel_id not in (select id from notification_channel where not enabled)
                        """)
                .list(
                        pool,
                        row -> new Backlog(
                                row.getLong("pending"), row.getLong("failed"), Timestamps.readIfAny(row, "oldest")))
                .getFirst();
    }

    /**
     * Selects notifications with their transition and alert.
     *
     * @param notifications rows of the table: a query in parentheses, or a name
     */
    private static Sql select(Sql notifications) {
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
                ) as acknowledgement on true""", COLUMNS, AlertRow.TRANSITION_COLUMNS, ALERT_COLUMNS, notifications);
    }

    private static Notification read(ResultSet row) throws SQLException {
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
                muting(row));
    }

    private static Optional<Muting> muting(ResultSet row) throws SQLException {
        String reason = row.getString("muted_reason");
        return reason == null
                ? Optional.empty()
                : Optional.of(new Muting(Reason.valueOf(reason), row.getString("muted_by")));
    }
}
