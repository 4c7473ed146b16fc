package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.common.Glob;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Channels as they are read from their rows. */
final class ChannelColumns {

    private ChannelColumns() {}

    /** Those that are switched on. */
    static List<Channel> enabled(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                        select * from notification_channel where enabled order by id
                        """);
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
                        new Channel.Target.Webhook(URI.create(row.getString("url")), row.getString("secret")),
                        Severity.valueOf(row.getString("min_severity")),
                        new Glob(row.getString("rule_pattern")),
                        new Glob(row.getString("host_pattern"))));
    }
}
