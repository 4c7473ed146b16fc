package io.logaggregator.faults;

import io.logaggregator.faults.system.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Queries the database in plain SQL, independently of the code under test. */
final class StoredData {

    private final String jdbcUrl;

    StoredData(String jdbcUrl) {
        this.jdbcUrl = jdbcUrl;
    }

    /** Number of messages according to the ledger. */
    long messages() throws SQLException {
        return number("select coalesce(sum(messages), 0) from queue_position");
    }

    /** Message texts of all log events of a host, with duplicates. */
    List<String> logMessages(String host) throws SQLException {
        return column("select message from log_event where host = '" + host + "'");
    }

    long logEvents() throws SQLException {
        return number("select count(*) from log_event");
    }

    /** Minutes and levels with a stored count different from the number of events. */
    List<String> miscountedMinutes() throws SQLException {
        return column("""
                select minute || ' ' || level || ': ' || coalesce(stored.events, 0) || ' for ' || coalesce(actual.events, 0)
                from (select minute, level, sum(events) as events from log_minute group by 1, 2) as stored
                full join (select date_trunc('minute', observed_at) as minute, level, count(*) as events
                           from log_event group by 1, 2) as actual using (minute, level)
                where stored.events is distinct from actual.events""");
    }

    /** Host, Unix time and ratio of all samples, with duplicates. */
    List<String> samples() throws SQLException {
        return column("""
                select host || ' ' || extract(epoch from observed_at)::bigint || ' ' || value
                from metric_sample join metric_series on metric_series.id = series_id""");
    }

    List<String> alertIds() throws SQLException {
        return column("select id from alert");
    }

    long rejectedMessages() throws SQLException {
        return number("select count(*) from rejected_message");
    }

    long notifications(String status) throws SQLException {
        return number("select count(*) from notification where status = '" + status + "'");
    }

    private long number(String sql) throws SQLException {
        return Long.parseLong(column(sql).getFirst());
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
