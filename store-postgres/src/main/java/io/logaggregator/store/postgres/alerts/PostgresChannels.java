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
            mute_intervals, active_intervals, on_mute""";

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
                new AuditedTable.Limit("true", MAX_COUNT),
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
                        (connection, before, version) -> before.definition().equals(definition)
                                ? Optional.empty()
                                : Optional.of(values(now, definition)),
                        actor,
                        now)
                .map(Updated::value);
    }

    /** Deletes the channel; its pending notifications fail. */
    @Override
    public boolean delete(UUID id, Actor actor, Instant now) {
        return table.delete(id, connection -> Sql.of("""
                        update notification set status = 'FAILED', last_error = 'channel deleted'
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
        return values;
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
                                ChannelIntervals.OnMute.valueOf(row.getString("on_mute")))));
    }
}
