package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.access.AuditEntry;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.Channels;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.common.DuplicateNameException;
import io.logaggregator.store.postgres.access.AuditRow;
import io.logaggregator.store.postgres.access.ConfigurationChange;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Channels in {@code notification_channel}. Thread-safe. */
public final class PostgresChannels implements Channels {

    /** The row for the audit log, with the names of its secrets in place of their values. */
    private static final String JSON = """
            to_jsonb(notification_channel) - 'secrets' || jsonb_build_object('secrets', array(
                select key from jsonb_each_text(secrets) where value <> '')) as json""";

    private final DataSource pool;

    public PostgresChannels(DataSource pool) {
        this.pool = pool;
    }

    /** A channel, and its row as JSON. */
    private record Stored(Channel channel, String json) {
        static Stored read(ResultSet row) throws SQLException {
            return new Stored(ChannelColumns.channel(row), row.getString("json"));
        }
    }

    @Override
    public List<Channel> list() {
        return Sql.of("select " + ChannelColumns.COLUMNS + " from notification_channel order by lower(name)")
                .list(pool, ChannelColumns::channel);
    }

    @Override
    public Optional<Channel> find(UUID id) {
        return Sql.of("select " + ChannelColumns.COLUMNS + " from notification_channel where id = ?", id)
                .first(pool, ChannelColumns::channel);
    }

    @Override
    public Channel create(UUID id, Origin origin, Channel.Definition definition, Actor actor, Instant now) {
        return ConfigurationChange.run(pool, (connection, version) -> {
            List<@Nullable Object> values = values(now, definition);
            Collections.addAll(values, id, origin.name());
            Stored after = write(connection, definition.name(), values, """
                    insert into notification_channel
                        (updated_at, name, enabled, kind, settings, secrets, min_severity, rule_pattern, host_pattern,
                         id, origin)
                    values (?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?, ?, ?)
                    returning\s""" + ChannelColumns.COLUMNS + ", " + JSON);
            audit(connection, id, AuditEntry.Action.CREATED, null, after, actor, now);
            return after.channel;
        });
    }

    @Override
    public Optional<Channel> update(UUID id, Channel.Definition definition, Actor actor, Instant now) {
        return ConfigurationChange.run(pool, (connection, version) -> {
            Optional<Stored> before = stored(connection, id);
            if (before.isEmpty() || before.get().channel.definition().equals(definition)) {
                connection.rollback();
                return before.map(Stored::channel);
            }
            List<@Nullable Object> values = values(now, definition);
            values.add(id);
            Stored after = write(connection, definition.name(), values, """
                    update notification_channel
                    set (updated_at, name, enabled, kind, settings, secrets, min_severity, rule_pattern, host_pattern)
                        = row (?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?)
                    where id = ?
                    returning\s""" + ChannelColumns.COLUMNS + ", " + JSON);
            audit(connection, id, AuditEntry.Action.CHANGED, before.get(), after, actor, now);
            return Optional.of(after.channel);
        });
    }

    @Override
    public boolean delete(UUID id, Actor actor, Instant now) {
        return ConfigurationChange.run(pool, (connection, version) -> {
            Optional<Stored> before = stored(connection, id);
            if (before.isEmpty()) {
                connection.rollback();
                return false;
            }
            remove(connection, id);
            audit(connection, id, AuditEntry.Action.DELETED, before.get(), null, actor, now);
            return true;
        });
    }

    private static void remove(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement remove = connection.prepareStatement("""
                with removed as (
                    delete from notification_channel where id = ? returning id
                )
                update notification set status = 'FAILED', last_error = 'channel deleted'
                from removed where channel_id = removed.id and status = 'PENDING'
                """)) {
            remove.setObject(1, id);
            remove.executeUpdate();
        }
    }

    private static List<@Nullable Object> values(Instant updatedAt, Channel.Definition channel) {
        List<@Nullable Object> values = new ArrayList<>();
        Collections.addAll(values, Timestamps.of(updatedAt), channel.name(), channel.enabled());
        Channel.Target target = channel.target();
        Collections.addAll(values, target.kind(), JsonText.of(target.settings()), JsonText.of(target.secrets()));
        Collections.addAll(
                values,
                channel.minSeverity().name(),
                channel.rule().pattern(),
                channel.host().pattern());
        return values;
    }

    private static Stored write(Connection connection, String name, List<@Nullable Object> values, String sql)
            throws SQLException {
        return ConfigurationChange.write(
                connection, sql, values, Stored::read, () -> new DuplicateNameException("channel", name));
    }

    private static Optional<Stored> stored(Connection connection, UUID id) throws SQLException {
        return Sql.of("select " + ChannelColumns.COLUMNS + ", " + JSON + " from notification_channel where id = ?", id)
                .list(connection, Stored::read)
                .stream()
                .findFirst();
    }

    private static void audit(
            Connection connection,
            UUID id,
            AuditEntry.Action action,
            @Nullable Stored before,
            @Nullable Stored after,
            Actor actor,
            Instant now)
            throws SQLException {
        new AuditRow(
                        now,
                        actor,
                        action,
                        AuditEntry.Kind.CHANNEL,
                        id.toString(),
                        before == null ? null : before.json,
                        after == null ? null : after.json)
                .write(connection);
    }
}
