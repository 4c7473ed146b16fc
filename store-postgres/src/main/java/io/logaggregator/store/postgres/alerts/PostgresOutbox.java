package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notification.Schedule;
import io.logaggregator.core.alerting.notify.Notification.Status;
import io.logaggregator.core.alerting.notify.Outbox;
import io.logaggregator.core.alerting.silence.Muting;
import io.logaggregator.core.alerting.silence.Muting.Reason;
import io.logaggregator.core.common.Backoff;
import io.logaggregator.core.common.Page;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
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

    /** Notifications of a channel that a claim looks at, to find those that can be sent. */
    private static final int MAX_CANDIDATES = 64;

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

    /** The channels with pending notifications, and the number that each of them can claim. */
    private static final String WAITING = """
            waiting as (
                (select channel_id from notification where status = 'PENDING' order by channel_id limit 1)
                union all
                select (select next.channel_id from notification as next
                        where next.status = 'PENDING' and next.channel_id > waiting.channel_id
                        order by next.channel_id limit 1)
                from waiting where waiting.channel_id is not null
            ), claiming as (
                select waiting.channel_id, failure.failures >= ? as failing,
                       channel.notify_after_seconds, channel.repeat_interval_seconds,
                       channel.kind is null or channel.notify_after_seconds is null
                           and cardinality(channel.group_by) = 0 and channel.kind = any (?) as every_transition,
                       case when not channel.enabled then 0
                            when failure.failures >= ? and failure.next_at > ? then 0
                            when failure.failures >= ? then greatest(1 - coalesce(sending.count, 0), 0)
                            else greatest(? - coalesce(sending.count, 0), 0) end as capacity
                from waiting
                left join unnest(?, ?) as sending (channel_id, count) using (channel_id)
                left join notification_channel as channel on channel.id = waiting.channel_id
                left join notification_channel_failure as failure on failure.channel_id = waiting.channel_id
                where waiting.channel_id is not null
            )""";

    private final DataSource pool;

    public PostgresOutbox(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public List<Notification> claim(Claim claim, Instant now) {
        return Query.run(pool, connection -> {
            connection.setAutoCommit(false); // the pool resets it, and rolls back uncommitted changes
            List<Notification> claimed = new ArrayList<>(claimed(claim, now).list(connection, PostgresOutbox::read));
            Map<UUID, Integer> inProgress = new HashMap<>(claim.inProgress());
            claimed.forEach(notification -> inProgress.merge(notification.channelId(), 1, Integer::sum));
            Claim rest = new Claim(claim.maxPerChannel(), inProgress, claim.everyTransition(), claim.lease());
            claimed.addAll(new GroupClaim(connection, rest, now).claimed());
            connection.commit();
            return claimed;
        });
    }

    /** The common table expressions {@code waiting} and {@code claiming}. */
    static Sql claiming(Claim claim, Instant now) {
        List<Map.Entry<UUID, Integer>> counts = List.copyOf(claim.inProgress().entrySet());
        return Sql.of(
                WAITING,
                MAX_CHANNEL_FAILURES,
                claim.everyTransition().toArray(String[]::new),
                MAX_CHANNEL_FAILURES,
                Timestamps.of(now),
                MAX_CHANNEL_FAILURES,
                claim.maxPerChannel(),
                counts.stream().map(Map.Entry::getKey).toArray(UUID[]::new),
                counts.stream().mapToInt(Map.Entry::getValue).toArray());
    }

    /**
     * Claims due notifications that are sent singly. Concurrent claims skip rows locked here, and later find their lease.
     *
     * <p>Of a channel with every transition, a notification waits while an earlier one of the alert is pending. Of another
     * channel it is superseded by a later one, and waits while an earlier one is being sent. Repetitions never delay others.
     *
     * <p>Reads one index entry for each channel, then the first due notifications of each channel.
     */
    static Sql claimed(Claim claim, Instant now) {
        return Sql.of(
                """
                with recursive ?, candidate as (
                    select first.*, claiming.channel_id, claiming.every_transition, claiming.capacity, claiming.failing,
                           case when first.repeat > 0
                                then alert.status = 'RESOLVED' or alert.status = 'ACKNOWLEDGED'
                                     and claiming.repeat_interval_seconds is not null
                                else not claiming.every_transition
                                     and (transition.kind = 'RESOLVED'
                                          or claiming.notify_after_seconds is not null and alert.status <> 'OPEN')
                                     and not exists (
                                        select from notification as attempted
                                        where attempted.alert_id = first.alert_id
                                          and attempted.channel_id is not distinct from claiming.channel_id and attempted.attempts > 0)
                                end as dropped
                    from claiming cross join lateral (
                        select id, alert_id, transition_id, attempts, next_at, repeat from notification as candidate
                        where candidate.channel_id = claiming.channel_id and status = 'PENDING' and next_at <= ?
                          and group_id is null
                          and not exists (
                            select from notification as other
                            where other.alert_id = candidate.alert_id
                              and other.channel_id is not distinct from candidate.channel_id -- read by the alert
                              and other.status = 'PENDING' and other.id <> candidate.id
                              and (other.leased_until > ?
                                   or claiming.every_transition and other.repeat = 0
                                      and other.transition_id < candidate.transition_id
                                   or (not claiming.every_transition or candidate.repeat > 0) and other.repeat = 0
                                      and other.transition_id > candidate.transition_id))
                        order by attempts > 0, next_at
                        limit case when claiming.capacity > 0 then ? else 0 end
                        for update skip locked
                    ) as first
                    join alert on alert.id = first.alert_id
                    join alert_transition as transition on transition.id = first.transition_id
                ), due as (
                    select * from (
                        select *, row_number() over (partition by channel_id, dropped
                                                     order by attempts > 0, next_at, transition_id) as number
                        from candidate
                    ) as numbered
                    where dropped or number <= capacity
                ), superseded as (
                    update notification set status = 'SUPERSEDED'
                    from due
                    where notification.alert_id = due.alert_id
                      and notification.channel_id is not distinct from due.channel_id -- read by the alert, not the channel
                      and notification.status = 'PENDING' and notification.id <> due.id
                      and (not due.every_transition or notification.repeat > 0)
                      and (notification.transition_id, notification.repeat) < (due.transition_id, due.repeat)
                ), dropped as (
                    update notification set status = 'SUPERSEDED' from due where notification.id = due.id and due.dropped
                ), probed as (
                    update notification_channel_failure as failure set next_at = ?
                    from due where failure.channel_id = due.channel_id and due.failing and not due.dropped
                ), claimed as (
                    update notification set next_at = ?, leased_until = ?, attempts = notification.attempts + 1
                    from due where notification.id = due.id and not due.dropped
                    returning notification.*
                )
                ?
                order by transition.id""",
                claiming(claim, now),
                Timestamps.of(now),
                Timestamps.of(now),
                MAX_CANDIDATES,
                Timestamps.of(now.plus(claim.lease())),
                Timestamps.of(now.plus(claim.lease())),
                Timestamps.of(now.plus(claim.lease())),
                select(Sql.of("claimed")));
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
        return select(Sql.of("""
                        (select distinct on (notification.alert_id) notification.*
                         from alert join notification on notification.alert_id = alert.id
                         where alert.status <> 'RESOLVED' and notification.channel_id = ?
                           and notification.status = 'SENT'
                         order by notification.alert_id, notification.transition_id desc, notification.repeat desc
                         limit ?)""", channelId, MAX_RESENT)).list(pool, PostgresOutbox::read);
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
        return select(Sql.of("(select * from notification where id = ?)", id)).first(pool, PostgresOutbox::read);
    }

    @Override
    public Page<Notification> list(Filter filter, int limit, Optional<UUID> after) {
        return newest(filter, limit + 1, after).page(pool, PostgresOutbox::read, limit, Notification::id);
    }

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

    /** Reads notifications by id, in no order. */
    static List<Notification> read(Connection connection, UUID[] ids) throws SQLException {
        return select(Sql.of("(select * from notification where id = any (?))", (Object) ids))
                .list(connection, PostgresOutbox::read);
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
                    select case when earlier.kind = 'ACKNOWLEDGED' then earlier.at end as at
                    from alert_transition as earlier
                    where earlier.alert_id = transition.alert_id and earlier.id <= transition.id
                      and earlier.kind in ('ACKNOWLEDGED', 'RAISED')
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
