package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.common.Glob;
import io.logaggregator.store.postgres.sql.TextArrays;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Channels as they are read from their rows. */
final class ChannelColumns {

    /** The columns that {@link #channel} reads. */
    static final String COLUMNS = """
            id, origin, updated_at, name, enabled, kind, min_severity, rule_pattern, host_pattern,
            array(select jsonb_object_keys(settings)) as setting_names,
            array(select value from jsonb_each_text(settings)) as setting_values,
            array(select jsonb_object_keys(secrets)) as secret_names,
            array(select value from jsonb_each_text(secrets)) as secret_values""";

    private ChannelColumns() {}

    /** Those that are switched on. */
    static List<Channel> enabled(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                        select %s from notification_channel where enabled order by id
                        """.formatted(COLUMNS));
                ResultSet row = select.executeQuery()) {
            List<Channel> channels = new ArrayList<>();
            while (row.next()) {
                channels.add(channel(row));
            }
            return channels;
        }
    }

    static Channel channel(ResultSet row) throws SQLException {
        return new Channel(
                row.getObject("id", UUID.class),
                Origin.valueOf(row.getString("origin")),
                Timestamps.read(row, "updated_at"),
                new Channel.Definition(
                        row.getString("name"),
                        row.getBoolean("enabled"),
                        new Channel.Target(
                                row.getString("kind"),
                                TextArrays.zipped(row, "setting_names", "setting_values"),
                                TextArrays.zipped(row, "secret_names", "secret_values")),
                        Severity.valueOf(row.getString("min_severity")),
                        new Glob(row.getString("rule_pattern")),
                        new Glob(row.getString("host_pattern"))));
    }
}
