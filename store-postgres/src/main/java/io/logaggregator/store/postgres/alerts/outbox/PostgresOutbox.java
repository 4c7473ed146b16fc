package io.logaggregator.store.postgres.alerts.outbox;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notification.Status;
import io.logaggregator.core.alerting.notify.Outbox;
import io.logaggregator.core.common.Backoff;
import io.logaggregator.core.common.Page;
import io.logaggregator.store.postgres.alerts.AlertJournal;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Notifications in {@code notification}. A claim is a lease: no lock is held while a notification is sent. Thread-safe. */
public final class PostgresOutbox implements Outbox {

    private final DataSource pool;

    public PostgresOutbox(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public List<Notification> claim(Claim claim, Instant now) {
        return Query.run(pool, connection -> {
            connection.setAutoCommit(false); // the pool resets it, and rolls back uncommitted changes
            List<Notification> claimed = new ArrayList<>(new SingleClaim(connection, claim, now).claimed());
            Map<UUID, Integer> inProgress = new HashMap<>(claim.inProgress());
            claimed.forEach(notification -> inProgress.merge(notification.channelId(), 1, Integer::sum));
            Claim rest = new Claim(claim.maxPerChannel(), inProgress, claim.everyTransition(), claim.lease());
            claimed.addAll(new GroupClaim(connection, rest, now).claimed());
            connection.commit();
            return claimed;
        });
    }

    @Override
    public OptionalInt delivered(UUID id, Optional<String> receipt, Optional<Duration> repeat, Instant now) {
        Sql update = Sql.of(
                """
                with done as (
                    update notification
                    set status = 'SENT', sent_at = ?, receipt = ?, leased_until = null
                    where (id = ? or batch_id = ?) and status = 'PENDING'
                    returning *
                ), grouped as (
                    update notification_group
                    set next_at = ?::timestamptz + channel.group_interval_seconds * interval '1 second'
                    from notification_channel as channel
                    where notification_group.id in (select group_id from done)
                      and channel.id = notification_group.channel_id
                ), repetition as (
                    select md5(concat(done.alert_id, '/', done.channel_id, '/', done.transition_id, '/', done.repeat + 1)
                           )::uuid as id,
                           done.alert_id, done.transition_id, done.channel_id, done.group_id, done.repeat,
                           ?::timestamptz
                               + coalesce(?, channel.repeat_interval_seconds) * interval '1 second' as next_at
                    from done join alert on alert.id = done.alert_id
                    join notification_channel as channel on channel.id = done.channel_id
                    where (alert.status = 'OPEN' or ?::bigint is not null and alert.status = 'ACKNOWLEDGED')
                      and coalesce(?, channel.repeat_interval_seconds) is not null
                      and not exists (
                        select from notification as later
                        where later.alert_id = done.alert_id and later.channel_id = done.channel_id
                          and later.transition_id > done.transition_id and later.status <> 'MUTED')
                ), scheduled as (
                    insert into notification (id, alert_id, transition_id, channel_id, group_id, repeat,
                                              created_at, queued_at, next_at)
                    select id, alert_id, transition_id, channel_id, group_id, repeat + 1, next_at, next_at, next_at
                    from repetition
                    on conflict do nothing
                ), forgotten as (
                    delete from notification as earlier using repetition
                    where ?::bigint is not null
                      and earlier.alert_id = repetition.alert_id and earlier.channel_id = repetition.channel_id
                      and earlier.status = 'SENT' and earlier.repeat > 0
                      and (earlier.transition_id, earlier.repeat) < (repetition.transition_id, repetition.repeat)
                ), recovered as (
                    delete from notification_channel_failure
                    where channel_id = (select channel_id from done limit 1)
                    returning channel_id, failures
                ), resent as (
                    update notification as failed
                    set status = 'PENDING', resent = true, attempts = 0, refusals = 0, batch_id = null,
                        queued_at = ?, next_at = ?
                    from recovered, alert, alert_transition as transition
                    where failed.channel_id = recovered.channel_id and failed.status = 'FAILED' and not failed.resent
                      and alert.id = failed.alert_id and transition.id = failed.transition_id
                      and (alert.status <> 'RESOLVED'
                           or transition.kind = 'RESOLVED' and exists (
                                select from notification as sent
                                where sent.alert_id = failed.alert_id and sent.channel_id = failed.channel_id
                                  and sent.status = 'SENT'))
                      and not exists (
                        select from notification as later
                        where later.alert_id = failed.alert_id and later.channel_id = failed.channel_id
                          and later.transition_id > failed.transition_id
                          and (later.status in ('SENT', 'PENDING') or later.id in (select id from done)))
                    returning failed.id
                )
                select failures, (select count(*) from resent) as resent from recovered
                """,
                Timestamps.of(now),
                receipt.orElse(null),
                id,
                id,
                Timestamps.of(now),
                Timestamps.of(now),
                seconds(repeat),
                seconds(repeat),
                seconds(repeat),
                seconds(repeat),
                Timestamps.of(now),
                Timestamps.of(now));
        return Query.run(
                        pool,
                        connection -> update.first(
                                connection,
                                row -> row.getInt("failures") >= MAX_CHANNEL_FAILURES || row.getInt("resent") > 0
                                        ? OptionalInt.of(row.getInt("resent"))
                                        : OptionalInt.empty()))
                .orElse(OptionalInt.empty());
    }

    private static @Nullable Long seconds(Optional<Duration> duration) {
        return duration.map(Duration::toSeconds).orElse(null);
    }

    @Override
    public void retry(UUID id, String reason, boolean refused, Instant nextAt) {
        complete(
                id,
                Sql.of(
                        "next_at = ?, last_error = ?, refusals = case when ? then refusals + 1 else 0 end",
                        Timestamps.of(nextAt),
                        reason,
                        refused),
                Sql.of("?::timestamptz", Timestamps.of(nextAt)));
    }

    @Override
    public void end(UUID id, Status status, String reason) {
        complete(id, Sql.of("status = ?, last_error = ?", status.name(), reason), Sql.of("clock_timestamp()"));
    }

    /**
     * Updates a pending notification, or the notifications of a group; no effect if another instance completed it after the
     * lease expired.
     */
    private void complete(UUID id, Sql change, Sql groupNextAt) {
        Sql update = Sql.of("""
                with done as (
                    update notification set ?, leased_until = null
                    where (id = ? or batch_id = ?) and status = 'PENDING'
                    returning group_id
                )
                update notification_group set next_at = ? where id in (select group_id from done)""", change, id, id, groupNextAt);
        Query.run(pool, update::update);
    }

    @Override
    public int channelFailed(UUID channelId, String reason, Backoff backoff, Instant now) {
        Sql insert = Sql.of("""
                insert into notification_channel_failure as failure (channel_id, failures, since, reason, next_at)
                select id, 1, ?, ?, ? from notification_channel where id = ?
                on conflict (channel_id) do update
                set failures = failure.failures + 1, reason = excluded.reason
                returning failures""", Timestamps.of(now), reason, Timestamps.of(now), channelId);
        return Query.run(pool, connection -> {
            int failures =
                    insert.first(connection, row -> row.getInt("failures")).orElse(0);
            if (failures >= MAX_CHANNEL_FAILURES) {
                Instant nextAt = now.plus(backoff.delay(failures - MAX_CHANNEL_FAILURES + 1));
                Sql.of(
                                "update notification_channel_failure set next_at = ? where channel_id = ?",
                                Timestamps.of(nextAt),
                                channelId)
                        .update(connection);
            }
            return failures;
        });
    }

    @Override
    public Map<UUID, ChannelFailure> failures() {
        Map<UUID, ChannelFailure> failures = new HashMap<>();
        Sql.of("select * from notification_channel_failure")
                .list(
                        pool,
                        row -> failures.put(
                                row.getObject("channel_id", UUID.class),
                                new ChannelFailure(
                                        row.getInt("failures"),
                                        Timestamps.read(row, "since"),
                                        row.getString("reason"),
                                        Timestamps.read(row, "next_at"))));
        return failures;
    }

    @Override
    public boolean resend(UUID id, Actor actor, Instant now) {
        return resend(Sql.of("id = ?", id), actor, now) > 0;
    }

    @Override
    public int resend(UUID channelId, Instant from, Instant to, Actor actor, Instant now) {
        return resend(
                Sql.of(
                        "channel_id = ? and created_at >= ? and created_at < ?",
                        channelId,
                        Timestamps.of(from),
                        Timestamps.of(to)),
                actor,
                now);
    }

    /** The next attempt of a failing channel is due as well. */
    private int resend(Sql condition, Actor actor, Instant now) {
        Sql update = Sql.of(
                """
                with resent as (
                    update notification
                    set status = 'PENDING', attempts = 0, refusals = 0, batch_id = null, queued_at = ?, next_at = ?
                    where id in (
                        select id from notification where status = 'FAILED' and ?
                        order by created_at limit ? for update skip locked)
                    returning channel_id, created_at
                ), probed as (
                    update notification_channel_failure set next_at = ?
                    where channel_id in (select channel_id from resent)
                ), audited as (
                    insert into audit_entry (at, actor, address, request_id, action, kind, subject, after)
                    select ?, ?, ?, ?, 'RESENT', 'CHANNEL', channel_id, jsonb_build_object(
                        'notifications', count(*), 'first', min(created_at), 'last', max(created_at))
                    from resent group by channel_id
                )
                select count(*) as count from resent""",
                Timestamps.of(now),
                Timestamps.of(now),
                condition,
                MAX_RESENT,
                Timestamps.of(now),
                Timestamps.of(now),
                actor.name(),
                actor.address(),
                actor.requestId());
        return Query.run(pool, connection -> update.first(connection, row -> row.getInt("count")))
                .orElseThrow();
    }

    @Override
    public List<Notification> firing(UUID channelId) {
        return NotificationRow.select(Sql.of("""
                        (select distinct on (notification.alert_id) notification.*
                         from alert join notification on notification.alert_id = alert.id
                         where alert.status <> 'RESOLVED' and notification.channel_id = ?
                           and notification.status = 'SENT'
                         order by notification.alert_id, notification.transition_id desc, notification.repeat desc
                         limit ?)""", channelId, MAX_RESENT)).list(pool, NotificationRow::read);
    }

    @Override
    public int notifyFiring(Channel channel) {
        return Query.run(pool, connection -> {
            connection.setAutoCommit(false); // the pool resets it, and rolls back uncommitted changes
            int count = new AlertJournal(connection).notifyFiring(channel, MAX_RESENT);
            connection.commit();
            return count;
        });
    }

    @Override
    public Optional<Notification> find(UUID id) {
        return NotificationRow.select(Sql.of("(select * from notification where id = ?)", id))
                .first(pool, NotificationRow::read);
    }

    @Override
    public Page<Notification> list(Filter filter, int limit, Optional<UUID> after) {
        return NotificationRow.newest(filter, limit + 1, after)
                .page(pool, NotificationRow::read, limit, Notification::id);
    }

    /** Reads one entry of an index for the last delivery of a channel, and as many as it counts. */
    @Override
    public Map<UUID, ChannelDeliveries> deliveries() {
        Map<UUID, ChannelDeliveries> deliveries = new HashMap<>();
        Sql.of("""
                        select channel.id, sent.at, pending.count as pending, failed.count as failed
                        from notification_channel as channel
                        cross join lateral (
                            select max(sent_at) as at from notification
                            where channel_id = channel.id and status = 'SENT') as sent
                        cross join lateral (
                            select count(*) as count from (
                                select from notification
                                where channel_id = channel.id and status = 'PENDING' limit ?) as counted) as pending
                        cross join lateral (
                            select count(*) as count from (
                                select from notification
                                where channel_id = channel.id and status = 'FAILED' limit ?) as counted) as failed
                        """, MAX_COUNTED, MAX_COUNTED)
                .list(
                        pool,
                        row -> deliveries.put(
                                row.getObject("id", UUID.class),
                                new ChannelDeliveries(
                                        Timestamps.readIfAny(row, "at"), row.getInt("pending"), row.getInt("failed"))));
        return deliveries;
    }

    /** Repetitions and delayed notifications count when they are due. */
    @Override
    public Backlog backlog() {
        return Sql.of("""
                        select count(*) as pending, min(queued_at) as oldest,
                               (select count(*) from notification where status = 'FAILED') as failed,
                               (select count(*) from notification_channel_failure join notification_channel as channel
                                on channel.id = channel_id where enabled and failures >= ?) as failing
                        from notification where status = 'PENDING' and queued_at <= clock_timestamp()
                          and channel_id not in (select id from notification_channel where not enabled)
                        """, MAX_CHANNEL_FAILURES)
                .list(
                        pool,
                        row -> new Backlog(
                                row.getLong("pending"),
                                row.getLong("failed"),
                                row.getLong("failing"),
                                Timestamps.readIfAny(row, "oldest")))
                .getFirst();
    }

    @Override
    public void cleanUp(Instant giveUpBefore, Instant now) {
        Sql expired = Sql.of("""
                update notification set status = 'FAILED', last_error = 'not sent in time: ' || failure.reason
                from notification_channel_failure as failure
                where failure.channel_id = notification.channel_id and failure.failures >= ?
                  and notification.status = 'PENDING' and notification.queued_at < ?
                  and (notification.leased_until is null or notification.leased_until < ?)""", MAX_CHANNEL_FAILURES, Timestamps.of(giveUpBefore), Timestamps.of(now));
        Sql idle = Sql.of("""
                delete from notification_group
                where next_at < ? and not exists (
                    select from notification
                    where notification.group_id = notification_group.id and notification.status = 'PENDING')""", Timestamps.of(now));
        Query.run(pool, connection -> expired.update(connection) + idle.update(connection));
    }
}
