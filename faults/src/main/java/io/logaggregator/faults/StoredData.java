package io.logaggregator.faults;

import io.logaggregator.faults.system.Database;
import io.logaggregator.testkit.TestPostgres;
import java.util.List;

/** Queries the database in plain SQL, independently of the code under test. */
final class StoredData {

    private final TestPostgres.Database database;

    StoredData(String jdbcUrl) {
        this.database = new TestPostgres.Database(jdbcUrl + Database.TIMEOUTS, Database.USER, "");
    }

    /** Number of messages according to the ledger. */
    long messages() {
        return database.number("select coalesce(sum(messages), 0) from queue_position");
    }

    /** Message texts of all log events of a host, with duplicates. */
    List<String> logMessages(String host) {
        return database.column("select message from logs where host = '" + host + "'");
    }

    /** Number of log events of the workloads. */
    long logEvents() {
        return database.number("select count(*) from logs where not starts_with(host, '" + Attacks.HOST + "')");
    }

    /** Minutes and levels with a stored count different from the number of events. */
    List<String> miscountedMinutes() {
        return database.column("""
                select minute || ' ' || level || ': ' || coalesce(stored.events, 0) || ' for ' || coalesce(actual.events, 0)
                from (select minute, level, sum(events) as events from log_minute group by 1, 2) as stored
                full join (select date_trunc('minute', observed_at) as minute, level, count(*) as events
                           from log_event group by 1, 2) as actual using (minute, level)
                where stored.events is distinct from actual.events""");
    }

    /** Host, Unix time and ratio of all samples, with duplicates. */
    List<String> samples() {
        return database.column("""
                select host || ' ' || extract(epoch from observed_at)::bigint || ' ' || value
                from metric_sample join metric_series on metric_series.id = series_id""");
    }

    List<String> alertIds() {
        return database.column("select id from alert");
    }

    long rejectedMessages() {
        return database.number("select count(*) from rejected_message");
    }

    long notifications(String status) {
        return database.number("select count(*) from notification where status = '" + status + "'");
    }
}
