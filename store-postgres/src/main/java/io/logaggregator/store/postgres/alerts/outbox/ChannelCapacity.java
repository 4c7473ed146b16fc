package io.logaggregator.store.postgres.alerts.outbox;

import io.logaggregator.core.alerting.notify.Outbox;
import io.logaggregator.core.alerting.notify.Outbox.Claim;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The number of notifications that a claim may take of each channel. */
final class ChannelCapacity {

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

    private ChannelCapacity() {}

    /** The common table expressions {@code waiting} and {@code claiming}. */
    static Sql claiming(Claim claim, Instant now) {
        List<Map.Entry<UUID, Integer>> counts = List.copyOf(claim.inProgress().entrySet());
        return Sql.of(
                WAITING,
                Outbox.MAX_CHANNEL_FAILURES,
                claim.everyTransition().toArray(String[]::new),
                Outbox.MAX_CHANNEL_FAILURES,
                Timestamps.of(now),
                Outbox.MAX_CHANNEL_FAILURES,
                claim.maxPerChannel(),
                counts.stream().map(Map.Entry::getKey).toArray(UUID[]::new),
                counts.stream().mapToInt(Map.Entry::getValue).toArray());
    }
}
