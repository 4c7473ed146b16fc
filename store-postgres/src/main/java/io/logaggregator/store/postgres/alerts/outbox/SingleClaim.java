package io.logaggregator.store.postgres.alerts.outbox;

import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Outbox.Claim;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Claims due notifications that are sent singly. Concurrent claims skip rows locked here, and later find their lease.
 *
 * <p>Of a channel with every transition, a notification waits while an earlier one of the alert is pending. Of another
 * channel it is superseded by a later one, and waits while an earlier one is being sent. Repetitions never delay others.
 *
 * <p>Reads one index entry for each channel, then the first due notifications of each channel. Not thread-safe.
 */
final class SingleClaim {

    /** Notifications of a channel that a claim looks at, to find those that can be sent. */
    private static final int MAX_CANDIDATES = 64;

    private final Connection connection;
    private final Claim claim;
    private final Instant now;

    SingleClaim(Connection connection, Claim claim, Instant now) {
        this.connection = connection;
        this.claim = claim;
        this.now = now;
    }

    List<Notification> claimed() throws SQLException {
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
                        ChannelCapacity.claiming(claim, now),
                        Timestamps.of(now),
                        Timestamps.of(now),
                        MAX_CANDIDATES,
                        Timestamps.of(now.plus(claim.lease())),
                        Timestamps.of(now.plus(claim.lease())),
                        Timestamps.of(now.plus(claim.lease())),
                        NotificationRow.select(Sql.of("claimed")))
                .list(connection, NotificationRow::read);
    }
}
