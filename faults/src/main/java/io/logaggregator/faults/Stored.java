package io.logaggregator.faults;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What is in the database, asked in plain SQL and not through the code that is judged. */
final class Stored {

    private final String jdbcUrl;

    Stored(String jdbcUrl) {
        this.jdbcUrl = jdbcUrl;
    }

    /** What the ledger says of how many messages there were. */
    long messages() throws SQLException {
        return Long.parseLong(
                column("select coalesce(sum(messages), 0) from queue_position").getFirst());
    }

    /** The messages of all log events of a host, as often as they are there. */
    List<String> logMessages(String host) throws SQLException {
        return column("select message from log_event where host = '" + host + "'");
    }

    long logEvents() throws SQLException {
        return Long.parseLong(column("select count(*) from log_event").getFirst());
    }

    /** Minutes and levels with the count that is kept of them, where that is not how many events there are. */
    List<String> miscountedMinutes() throws SQLException {
        return column("""
                select minute || ' ' || level || ': ' || coalesce(kept.events, 0) || ' for ' || coalesce(real.events, 0)
                from (select minute, level, sum(events) as events from log_minute group by 1, 2) as kept
                full join (select date_trunc('minute', observed_at) as minute, level, count(*) as events
                           from log_event group by 1, 2) as real using (minute, level)
                where kept.events is distinct from real.events""");
    }

    /** Host, seconds since 1970 and ratio of all samples, as often as they are there. */
    List<String> samples() throws SQLException {
        return column("""
                select host || ' ' || extract(epoch from observed_at)::bigint || ' ' || value
                from metric_sample join metric_series on metric_series.id = series_id""");
    }

    List<String> alertIds() throws SQLException {
        return column("select id from alert");
    }

    long rejectedMessages() throws SQLException {
        return Long.parseLong(column("select count(*) from rejected_message").getFirst());
    }

    long notifications(String status) throws SQLException {
        return Long.parseLong(column("select count(*) from notification where status = '" + status + "'")
                .getFirst());
    }

    private List<String> column(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl + Database.TIMEOUTS, Database.USER, "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (row.next()) {
                values.add(row.getString(1));
            }
            return values;
        }
    }
}
