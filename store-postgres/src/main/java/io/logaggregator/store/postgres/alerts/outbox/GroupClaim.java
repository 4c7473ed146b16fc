package io.logaggregator.store.postgres.alerts.outbox;

import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.GroupPlan;
import io.logaggregator.core.alerting.notify.GroupPlan.Member;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notification.Change;
import io.logaggregator.core.alerting.notify.Notification.Group;
import io.logaggregator.core.alerting.notify.Outbox.Claim;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.store.postgres.alerts.PostgresChannels;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Claims the notifications of groups. The row of a group is locked while it is claimed, and its {@code next_at} is the end of
 * the lease, so that one instance sends it. Not thread-safe.
 */
final class GroupClaim {

    /** Maximum number of notifications that are sent together; the others follow after the interval. */
    private static final int MAX_MEMBERS = 20_000;

    private final Connection connection;
    private final Claim claim;
    private final Instant now;

    GroupClaim(Connection connection, Claim claim, Instant now) {
        this.connection = connection;
        this.claim = claim;
        this.now = now;
    }

    private record Due(UUID id, UUID channelId, Channel.Timing timing) {}

    List<Notification> claimed() throws SQLException {
        List<Notification> claimed = new ArrayList<>();
        for (Due group : due()) {
            if (isLocked(group)) {
                claim(group).ifPresent(claimed::add);
            }
        }
        return claimed;
    }

    /** Returns the groups of each channel that are due longest, as many as can be sent. */
    private List<Due> due() throws SQLException {
        return Sql.of("""
                with recursive ?
                select group_id, channel.id as channel_id, group_by, group_interval_seconds,
                       channel.notify_after_seconds, channel.repeat_interval_seconds
                from (
                    select claiming.channel_id, capacity, pending.group_id,
                           row_number() over (partition by claiming.channel_id order by since, group_id) as number
                    from claiming cross join lateral (
                        select group_id, min(next_at) as since from notification
                        where channel_id = claiming.channel_id and status = 'PENDING' and next_at <= ?
                          and group_id is not null and claiming.capacity > 0
                        group by group_id
                    ) as pending
                    left join notification_group as sent on sent.id = pending.group_id
                    where sent.next_at is null or sent.next_at <= ?
                ) as due join notification_channel as channel on channel.id = due.channel_id
                where number <= capacity
                order by group_id""", ChannelCapacity.claiming(claim, now), Timestamps.of(now), Timestamps.of(now))
                .list(
                        connection,
                        row -> new Due(
                                row.getObject("group_id", UUID.class),
                                row.getObject("channel_id", UUID.class),
                                PostgresChannels.readTiming(row)));
    }

    /** Locks the row of the group, which is new for the first notification; false if another instance was faster. */
    private boolean isLocked(Due group) throws SQLException {
        Sql.of(
                        "insert into notification_group (id, channel_id, next_at) values (?, ?, ?) on conflict do nothing",
                        group.id,
                        group.channelId,
                        Timestamps.of(now))
                .update(connection);
        return Sql.of(
                        "select id from notification_group where id = ? and next_at <= ? for update skip locked",
                        group.id,
                        Timestamps.of(now))
                .first(connection, row -> row.getObject("id", UUID.class))
                .isPresent();
    }

    private Optional<Notification> claim(Due group) throws SQLException {
        GroupPlan plan = GroupPlan.of(members(group), group.timing);
        Sql.of("update notification set status = 'SUPERSEDED' where id = any (?)", (Object) ids(plan.superseded()))
                .update(connection);
        if (plan.sent().isEmpty()) {
            return Optional.empty();
        }
        UUID batchId = batchId(group, plan);
        Instant leasedUntil = now.plus(claim.lease());
        Sql.of(
                        """
                with claimed as (
                    update notification set batch_id = ?, attempts = attempts + 1, next_at = ?, leased_until = ?
                    where id = any (?)
                ), probed as (
                    update notification_channel_failure set next_at = ? where channel_id = ? and next_at <= ?
                )
                update notification_group set next_at = ? where id = ?""",
                        batchId,
                        Timestamps.of(leasedUntil),
                        Timestamps.of(leasedUntil),
                        ids(plan.sent()),
                        Timestamps.of(leasedUntil),
                        group.channelId,
                        Timestamps.of(now),
                        Timestamps.of(leasedUntil),
                        group.id)
                .update(connection);
        return Optional.of(notification(group, plan, batchId));
    }

    private List<Member> members(Due group) throws SQLException {
        return Sql.of("""
                select notification.id, notification.alert_id, transition_id, kind, transition.severity, repeat,
                       alert.status, exists (
                        select from notification as attempted
                        where attempted.alert_id = notification.alert_id
                          and attempted.channel_id = notification.channel_id and attempted.attempts > 0) as attempted
                from notification
                join alert_transition as transition on transition.id = transition_id
                join alert on alert.id = notification.alert_id
                where group_id = ? and notification.status = 'PENDING' and next_at <= ?
                order by transition_id, repeat
                limit ?
                for update of notification""", group.id, Timestamps.of(now), MAX_MEMBERS).list(connection, GroupClaim::member);
    }

    private static Member member(ResultSet row) throws SQLException {
        return new Member(
                row.getObject("id", UUID.class),
                row.getObject("alert_id", UUID.class),
                row.getLong("transition_id"),
                AlertTransition.Kind.valueOf(row.getString("kind")),
                Severity.valueOf(row.getString("severity")),
                row.getInt("repeat"),
                row.getBoolean("attempted"),
                AlertStatus.valueOf(row.getString("status")));
    }

    private static UUID[] ids(List<Member> members) {
        return members.stream().map(Member::id).toArray(UUID[]::new);
    }

    /** The id of a single notification; of several one that is the same until there are newer ones. */
    private static UUID batchId(Due group, GroupPlan plan) {
        if (plan.sent().size() == 1) {
            return plan.sent().getFirst().id();
        }
        long newest = plan.sent().stream().mapToLong(Member::transitionId).max().orElseThrow();
        int repeat = plan.sent().stream().mapToInt(Member::repeat).max().orElseThrow();
        return UUID.nameUUIDFromBytes((group.id + "/" + newest + "/" + repeat).getBytes(StandardCharsets.UTF_8));
    }

    private Notification notification(Due group, GroupPlan plan, UUID batchId) throws SQLException {
        Map<UUID, Notification> byId = NotificationRow.read(connection, ids(plan.listed())).stream()
                .collect(Collectors.toMap(Notification::id, Function.identity()));
        List<Notification> listed =
                plan.listed().stream().map(member -> byId.get(member.id())).toList();
        Notification first = listed.getFirst();
        if (plan.sent().size() == 1) {
            return first;
        }
        return first.withGroup(
                batchId,
                new Group(
                        labels(group, first.alert()),
                        listed.stream()
                                .map(one -> new Change(one.alert(), one.transition()))
                                .toList(),
                        plan.firing(),
                        plan.resolved(),
                        plan.passed()));
    }

    private static Map<String, String> labels(Due group, Alert alert) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String label : group.timing.groupBy()) {
            labels.put(
                    label,
                    label.equals(Channel.Timing.RULE)
                            ? alert.ruleName()
                            : alert.labels().values().getOrDefault(label, ""));
        }
        return labels;
    }
}
