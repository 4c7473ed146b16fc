package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Writes transitions of alerts: the changed alert, the transition, and a notification for each accepting channel. Uses the
 * transaction of the caller, which has locked the states of the alerts. Not thread-safe.
 */
public final class AlertJournal {

    private final Connection connection;
    private final AlertChanges changes;

    public AlertJournal(Connection connection) {
        this.connection = connection;
        changes = new AlertChanges(connection);
    }

    /** A transition of an alert, with its rule and series. */
    public record Entry(UUID ruleId, String ruleName, UUID fingerprint, Labels labels, AlertTransition transition) {}

    /** Writes entries; those of one alert in order. */
    public void write(List<Entry> entries) throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        changes.write(entries);
        List<Long> ids = insertTransitions(entries);
        List<Notice> notices = notices(entries, ids, PostgresChannels.enabled(connection));
        if (!notices.isEmpty()) {
            insertNotifications(notices);
        }
    }

    /** Inserts the transitions and returns their ids, in order. */
    private List<Long> insertTransitions(List<Entry> entries) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                with entry as materialized (
                    select nextval(pg_get_serial_sequence('alert_transition', 'id')) as id, given.*
                    from unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::float8[], ?::float8[],
                                ?::float8[], ?::bigint[], ?::text[], ?::text[]) with ordinality
                         as given (alert_id, kind, at_micros, severity, highest, value, peak,
                                   threshold, occurrences, actor, comment, number)
                    order by number
                ), made as (
                    insert into alert_transition (id, alert_id, kind, at, severity, highest, value, peak, threshold,
                                                  occurrences, actor, comment)
                    overriding system value
                    select id, alert_id::uuid, kind,
                           timestamptz '2000-01-01 00:00:00+00' + at_micros * interval '1 microsecond',
                           severity, highest, value, peak, threshold, occurrences, actor, comment
                    from entry
                )
                select id from entry order by number
                """)) {
            insert.setObject(1, texts(entries, AlertTransition::alertId));
            insert.setObject(2, texts(entries, AlertTransition::kind));
            insert.setObject(
                    3,
                    entries.stream()
                            .mapToLong(entry ->
                                    Timestamps.micros(entry.transition().at()))
                            .toArray());
            insert.setObject(4, texts(entries, AlertTransition::severity));
            insert.setObject(5, texts(entries, AlertTransition::highest));
            insert.setObject(6, numbers(entries, AlertTransition::value));
            insert.setObject(7, numbers(entries, AlertTransition::peak));
            insert.setObject(8, numbers(entries, AlertTransition::threshold));
            insert.setObject(
                    9,
                    entries.stream()
                            .mapToLong(entry -> entry.transition().occurrences())
                            .toArray());
            insert.setObject(10, texts(entries, AlertTransition::actor));
            insert.setObject(11, texts(entries, AlertTransition::comment));
            List<Long> ids = new ArrayList<>(entries.size());
            try (ResultSet row = insert.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getLong("id"));
                }
            }
            return ids;
        }
    }

    private static List<Notice> notices(List<Entry> entries, List<Long> transitionIds, List<Channel> channels) {
        List<Notice> notices = new ArrayList<>();
        for (int index = 0; index < entries.size(); index++) {
            Entry entry = entries.get(index);
            AlertTransition transition = entry.transition();
            for (Channel channel : channels) {
                if (channel.accepts(entry.ruleName(), entry.labels(), transition)) {
                    notices.add(new Notice(
                            transition.notificationId(channel.id()),
                            transition.alertId(),
                            transitionIds.get(index),
                            channel.id()));
                }
            }
        }
        return notices;
    }

    private void insertNotifications(List<Notice> notices) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into notification (id, alert_id, transition_id, channel_id)
                select id::uuid, alert_id::uuid, transition_id, channel_id::uuid
                from unnest(?::text[], ?::text[], ?::bigint[], ?::text[])
                     as notice (id, alert_id, transition_id, channel_id)
                on conflict do nothing
                """)) {
            insert.setObject(1, ids(notices, Notice::id));
            insert.setObject(2, ids(notices, Notice::alertId));
            insert.setObject(3, notices.stream().mapToLong(Notice::transitionId).toArray());
            insert.setObject(4, ids(notices, Notice::channelId));
            insert.executeUpdate();
        }
    }

    private static String[] texts(List<Entry> entries, Function<AlertTransition, Object> field) {
        return entries.stream()
                .map(entry -> field.apply(entry.transition()).toString())
                .toArray(String[]::new);
    }

    private static double[] numbers(List<Entry> entries, ToDoubleFunction<AlertTransition> field) {
        return entries.stream()
                .mapToDouble(entry -> field.applyAsDouble(entry.transition()))
                .toArray();
    }

    private static String[] ids(List<Notice> notices, Function<Notice, UUID> field) {
        return notices.stream().map(field).map(UUID::toString).toArray(String[]::new);
    }

    /** A row of the outbox. */
    private record Notice(UUID id, UUID alertId, long transitionId, UUID channelId) {}
}
