package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.access.AuditEntry.Action;
import io.logaggregator.core.access.AuditEntry.Kind;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.Channels;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.silence.ChannelIntervals;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.store.postgres.access.AuditedTable;
import io.logaggregator.store.postgres.access.AuditedTable.Updated;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Channels in {@code notification_channel}. Thread-safe. */
public final class PostgresChannels implements Channels {

    private static final String COLUMNS = """
            id, origin, updated_at, name, enabled, kind, min_severity, rule_pattern, host_pattern,
            array(select jsonb_object_keys(settings)) as setting_names,
            array(select value from jsonb_each_text(settings)) as setting_values,
            array(select jsonb_object_keys(secrets)) as secret_names,
            array(select value from jsonb_each_text(secrets)) as secret_values,
            mute_intervals, active_intervals, on_mute, group_by, group_interval_seconds, notify_after_seconds,
            repeat_interval_seconds""";

    /** The row for the audit log, with the names of its secrets in place of their values. */
    private static final String JSON = """
            to_jsonb(notification_channel) - 'secrets' || jsonb_build_object('secrets', array(
                select key from jsonb_each_text(secrets) where value <> ''))""";

    private final AuditedTable<Channel> table;

    public PostgresChannels(DataSource pool) {
        table = new AuditedTable<>(
                pool,
                "notification_channel",
                Kind.CHANNEL,
                COLUMNS,
                JSON,
                "lower(name)",
                new AuditedTable.Limit(Sql.of("true"), MAX_COUNT),
                PostgresChannels::read);
    }

    @Override
    public List<Channel> list() {
        return table.list();
    }

    @Override
    public Optional<Channel> find(UUID id) {
        return table.find(id);
    }

    static List<Channel> enabled(Connection connection) throws SQLException {
        return Sql.of("select " + COLUMNS + " from notification_channel where enabled order by id")
                .list(connection, PostgresChannels::read);
    }

    @Override
    public Channel create(UUID id, Origin origin, Channel.Definition definition, Actor actor, Instant now) {
        Map<String, @Nullable Object> values = values(now, definition);
        values.put("id", id);
        values.put("origin", origin.name());
        return table.insert(id, definition.name(), version -> values, actor, now);
    }

    @Override
    public Optional<Channel> update(UUID id, Channel.Definition definition, Actor actor, Instant now) {
        return table.update(
                        id,
                        definition.name(),
                        Action.CHANGED,
                        (connection, before, version) -> {
                            if (before.definition().equals(definition)) {
                                return Optional.empty();
                            }
                            adaptPending(connection, before, definition, now);
                            return Optional.of(values(now, definition));
                        },
                        actor,
                        now)
                .map(Updated::value);
    }

    /** Applies a new definition to the notifications that may be sent later, except those that are being sent. */
    private static void adaptPending(Connection connection, Channel before, Channel.Definition after, Instant now)
            throws SQLException {
        Sql.of(
                        "update notification_channel_failure set next_at = ? where channel_id = ?",
                        Timestamps.of(now),
                        before.id())
                .update(connection);
        List<String> groupBy = after.timing().groupBy();
        if (!groupBy.equals(before.definition().timing().groupBy())) {
            Sql.of("""
                            update notification
                            set group_id = notification_group_id(channel_id, ?, alert.rule_id, alert.labels),
                                batch_id = null
                            from alert
                            where channel_id = ? and notification.status in ('PENDING', 'FAILED', 'MUTED') and alert.id = alert_id
                              and (leased_until is null or leased_until < ?)
                            """, groupBy.toArray(String[]::new), before.id(), Timestamps.of(now))
                    .update(connection);
        }
        if (after.enabled() && !before.definition().enabled()) {
            supersedeWaiting(connection, before.id());
        }
    }

    /** Of the notifications that waited for the channel, keeps the newest of each alert, unless the alert ended unsent. */
    private static void supersedeWaiting(Connection connection, UUID id) throws SQLException {
        Sql.of("""
                update notification as waiting set status = 'SUPERSEDED'
                where channel_id = ? and status = 'PENDING' and (
                    exists (
                        select from notification as later
                        where later.alert_id = waiting.alert_id and later.channel_id = waiting.channel_id
                          and later.status = 'PENDING' and later.transition_id > waiting.transition_id)
                    or not exists (
                        select from notification as attempted
                        where attempted.alert_id = waiting.alert_id and attempted.channel_id = waiting.channel_id
                          and attempted.attempts > 0)
                    and exists (
                        select from alert_transition
                        where id = waiting.transition_id and kind = 'RESOLVED'))
                """, id).update(connection);
    }

    /** Deletes the channel; its pending notifications are cancelled. */
    @Override
    public boolean delete(UUID id, Actor actor, Instant now) {
        return table.delete(id, connection -> Sql.of("""
                        update notification set status = 'CANCELLED', last_error = 'channel deleted'
                        where channel_id = ? and status = 'PENDING'
                        """, id).update(connection), actor, now);
    }

    private static Map<String, @Nullable Object> values(Instant updatedAt, Channel.Definition channel) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("updated_at", Timestamps.of(updatedAt));
        values.put("name", channel.name());
        values.put("enabled", channel.enabled());
        values.put("kind", channel.target().kind());
        values.put("settings", new JsonObject(JsonText.of(channel.target().settings())));
        values.put("secrets", new JsonObject(JsonText.of(channel.target().secrets())));
        values.put("min_severity", channel.minSeverity().name());
        values.put("rule_pattern", channel.rule().pattern());
        values.put("host_pattern", channel.host().pattern());
        values.put("mute_intervals", channel.intervals().mute().toArray(String[]::new));
        values.put("active_intervals", channel.intervals().active().toArray(String[]::new));
        values.put("on_mute", channel.intervals().onMute().name());
        Channel.Timing timing = channel.timing();
        values.put("group_by", timing.groupBy().toArray(String[]::new));
        values.put("group_interval_seconds", (int) timing.groupInterval().toSeconds());
        values.put("notify_after_seconds", seconds(timing.notifyAfter()));
        values.put("repeat_interval_seconds", seconds(timing.repeatInterval()));
        return values;
    }

    private static @Nullable Integer seconds(Optional<Duration> duration) {
        return duration.map(value -> (int) value.toSeconds()).orElse(null);
    }

    /** Reads the timing of a channel from its columns. */
    public static Channel.Timing readTiming(ResultSet row) throws SQLException {
        return new Channel.Timing(
                Sql.readTexts(row, "group_by"),
                Duration.ofSeconds(row.getInt("group_interval_seconds")),
                readSeconds(row, "notify_after_seconds"),
                readSeconds(row, "repeat_interval_seconds"));
    }

    private static Optional<Duration> readSeconds(ResultSet row, String column) throws SQLException {
        int seconds = row.getInt(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }

    private static Channel read(ResultSet row) throws SQLException {
        return new Channel(
                row.getObject("id", UUID.class),
                Origin.valueOf(row.getString("origin")),
                Timestamps.read(row, "updated_at"),
                new Channel.Definition(
                        row.getString("name"),
                        row.getBoolean("enabled"),
                        new Channel.Target(
                                row.getString("kind"),
                                JsonText.readMembers(row, "setting_names", "setting_values"),
                                JsonText.readMembers(row, "secret_names", "secret_values")),
                        Severity.valueOf(row.getString("min_severity")),
                        new Glob(row.getString("rule_pattern")),
                        new Glob(row.getString("host_pattern")),
                        new ChannelIntervals(
                                Sql.readTexts(row, "mute_intervals"),
                                Sql.readTexts(row, "active_intervals"),
                                ChannelIntervals.OnMute.valueOf(row.getString("on_mute"))),
                        readTiming(row)));
    }
}
