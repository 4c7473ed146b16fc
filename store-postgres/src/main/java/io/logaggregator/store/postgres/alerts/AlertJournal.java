package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.notify.AlertRouting;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.state.AlertChanges.SubjectTransition;
import io.logaggregator.store.postgres.alerts.silence.PostgresMutedNotifications;
import io.logaggregator.store.postgres.sql.Columns;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Writes transitions of alerts: the changed alert, the transition, and the notifications of its {@link AlertRouting}. Uses the
 * transaction of the caller, which has locked the states of the alerts. Not thread-safe.
 */
public final class AlertJournal {

    private final Connection connection;
    private final AlertTable changes;

    public AlertJournal(Connection connection) {
        this.connection = connection;
        changes = new AlertTable(connection);
    }

    /** Writes entries; those of one alert in order. */
    public void write(List<SubjectTransition> entries) throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        changes.write(entries);
        List<Long> ids = insertTransitions(entries);
        notify(notices(entries, ids));
    }

    private void notify(List<Notice> notices) throws SQLException {
        if (!notices.isEmpty()) {
            insertNotifications(notices);
            PostgresMutedNotifications.muteInserted(connection, ids(notices, false), ids(notices, true));
        }
    }

    private static UUID[] ids(List<Notice> notices, boolean resolved) {
        return notices.stream()
                .filter(notice -> notice.isResolved() == resolved)
                .map(Notice::id)
                .toArray(UUID[]::new);
    }

    /**
     * Adds a notification of the newest transition of each firing alert that the channel accepts, without those of rules that
     * notify nobody.
     *
     * @return their number
     */
    public int notifyFiring(Channel channel, int limit) throws SQLException {
        List<Notice> notices = Sql.of("""
                select ?, transition.id as transition_id, alert.rule_name, alert.host
                from alert cross join lateral (
                    select * from alert_transition where alert_id = alert.id order by id desc limit 1
                ) as transition
                where alert.status <> 'RESOLVED'
                  and not exists (select from alert_rule as rule where rule.id = alert.rule_id and not rule.notifies)
                order by alert.id
                limit ?""", AlertRow.TRANSITION_COLUMNS, limit)
                .list(connection, row -> {
                    AlertTransition transition = AlertRow.readTransition(row);
                    Labels labels = Labels.ofHost(row.getString("host"), Map.of());
                    return channel.accepts(row.getString("rule_name"), labels, transition)
                            ? Optional.of(new Notice(
                                    transition.notificationId(channel.id()),
                                    transition.alertId(),
                                    row.getLong("transition_id"),
                                    channel.id(),
                                    false))
                            : Optional.<Notice>empty();
                })
                .stream()
                .flatMap(Optional::stream)
                .toList();
        notify(notices);
        return notices.size();
    }

    /** Inserts the transitions and returns their ids, in order. */
    private List<Long> insertTransitions(List<SubjectTransition> entries) throws SQLException {
        return Sql.of(
                        """
                with entry as materialized (
                    select nextval(pg_get_serial_sequence('alert_transition', 'id')) as id, given.*
                    from unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::float8[], ?::float8[],
                                ?::float8[], ?::bigint[], ?::text[], ?::text[], ?::text[]) with ordinality
                         as given (alert_id, kind, at_micros, severity, highest, value, peak,
                                   threshold, occurrences, actor, comment, reason, number)
                    order by number
                ), made as (
                    insert into alert_transition (id, alert_id, kind, at, severity, highest, value, peak, threshold,
                                                  occurrences, actor, comment, reason)
                    overriding system value
                    select id, alert_id::uuid, kind,
                           timestamptz '2000-01-01 00:00:00+00' + at_micros * interval '1 microsecond',
                           severity, highest, value, peak, threshold, occurrences, actor, comment, reason
                    from entry
                )
                select id from entry order by number
                """,
                        Columns.of(entries.stream()
                                        .map(SubjectTransition::transition)
                                        .toList())
                                .text(AlertTransition::alertId)
                                .text(AlertTransition::kind)
                                .bigint(transition -> Timestamps.micros(transition.at()))
                                .text(AlertTransition::severity)
                                .text(AlertTransition::highest)
                                .float8(AlertTransition::value)
                                .float8(AlertTransition::peak)
                                .float8(AlertTransition::threshold)
                                .bigint(AlertTransition::occurrences)
                                .text(AlertTransition::actor)
                                .text(AlertTransition::comment)
                                .text(AlertTransition::reason)
                                .arrays())
                .list(connection, row -> row.getLong("id"));
    }

    private List<Notice> notices(List<SubjectTransition> entries, List<Long> transitionIds) throws SQLException {
        Map<UUID, Set<UUID>> notified = notified(entries);
        AlertRouting routing = new AlertRouting(PostgresChannels.enabled(connection), notified);
        AlertRouting withoutNewChannels = new AlertRouting(List.of(), notified);
        Set<UUID> quiet = quietRules(entries);
        List<Notice> notices = new ArrayList<>();
        for (int index = 0; index < entries.size(); index++) {
            SubjectTransition entry = entries.get(index);
            AlertTransition transition = entry.transition();
            AlertRouting ofRule = quiet.contains(entry.subject().ruleId()) ? withoutNewChannels : routing;
            for (UUID channelId :
                    ofRule.channels(entry.subject().ruleName(), entry.subject().labels(), transition)) {
                notices.add(new Notice(
                        transition.notificationId(channelId),
                        transition.alertId(),
                        transitionIds.get(index),
                        channelId,
                        transition.kind() == AlertTransition.Kind.RESOLVED));
            }
        }
        return notices;
    }

    /** Returns the rules that notify nobody. */
    private Set<UUID> quietRules(List<SubjectTransition> entries) throws SQLException {
        UUID[] rules = entries.stream()
                .map(entry -> entry.subject().ruleId())
                .distinct()
                .toArray(UUID[]::new);
        return Set.copyOf(Sql.of("select id from alert_rule where id = any (?) and not notifies", (Object) rules)
                .list(connection, row -> row.getObject("id", UUID.class)));
    }

    /** Returns the channels that were notified of the alerts of these entries, or are going to be. */
    private Map<UUID, Set<UUID>> notified(List<SubjectTransition> entries) throws SQLException {
        UUID[] alertIds = entries.stream()
                .map(entry -> entry.transition().alertId())
                .distinct()
                .toArray(UUID[]::new);
        Map<UUID, Set<UUID>> notified = new HashMap<>();
        Sql.of("""
                select distinct alert_id, channel_id
                from notification join notification_channel as channel on channel.id = channel_id
                where alert_id = any (?) and status not in ('SUPERSEDED', 'CANCELLED')
                """, (Object) alertIds)
                .list(
                        connection,
                        row -> notified.computeIfAbsent(row.getObject("alert_id", UUID.class), alert -> new TreeSet<>())
                                .add(row.getObject("channel_id", UUID.class)));
        return notified;
    }

    private void insertNotifications(List<Notice> notices) throws SQLException {
        Sql.of(
                        """
                insert into notification (id, alert_id, transition_id, channel_id, group_id, queued_at, next_at)
                select notice.id::uuid, alert.id, transition.id, channel.id,
                       notification_group_id(channel.id, channel.group_by, alert.rule_id, alert.labels), due.at, due.at
                from unnest(?::text[], ?::text[], ?::bigint[], ?::text[])
                     as notice (id, alert_id, transition_id, channel_id)
                join alert on alert.id = notice.alert_id::uuid
                join alert_transition as transition on transition.id = notice.transition_id
                join notification_channel as channel on channel.id = notice.channel_id::uuid
                cross join lateral (
                    select case when transition.kind in ('OPENED', 'RAISED', 'LOWERED')
                                then greatest(clock_timestamp(),
                                              alert.opened_at + channel.notify_after_seconds * interval '1 second')
                                else clock_timestamp() end as at
                ) as due
                on conflict do nothing
                """,
                        Columns.of(notices)
                                .text(Notice::id)
                                .text(Notice::alertId)
                                .bigint(Notice::transitionId)
                                .text(Notice::channelId)
                                .arrays())
                .update(connection);
    }

    /** A row of the outbox. */
    private record Notice(UUID id, UUID alertId, long transitionId, UUID channelId, boolean isResolved) {}
}
