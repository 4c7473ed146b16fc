package io.logaggregator.benchmarks;

import io.logaggregator.benchmarks.environment.ScratchDatabase;
import io.logaggregator.benchmarks.report.Report;
import io.logaggregator.benchmarks.sample.SampleLogs;
import io.logaggregator.benchmarks.sample.SampleObservations;
import io.logaggregator.benchmarks.sample.SampleReports;
import io.logaggregator.core.ingest.IngestBatch;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.store.postgres.PostgresStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Fills a database with data of the past. Ingest stores the newest part; SQL derives the older parts from it by shifting
 * their time, which gives the same rows in the same order, but faster.
 */
final class HistoricalData {

    /** Hosts with processes: a message every ten seconds of the last hour. */
    static final int MONITORED_HOSTS = 20;

    private static final int STORED_BY_INGEST = 500_000;
    private static final int BATCH_SIZE = 1_000;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration RETENTION = Duration.ofDays(31);

    /** Rows that ingest writes in addition. */
    private static final String HOUR_MARKS = """
            insert into hour_mark (source, hour, writer, mark)
            select '%1$s', hour, 0, hour
            from generate_series(floor(extract(epoch from cast('%2$s' as timestamptz)) / 3600)::bigint,
                                 floor(extract(epoch from cast('%3$s' as timestamptz)) / 3600)::bigint) as hour
            on conflict do nothing
            """;

    private final ScratchDatabase database;
    private final PostgresStore store;
    private final Report report;
    private final Instant now = Instant.now();

    private HistoricalData(ScratchDatabase database, PostgresStore store, Report report) {
        this.database = database;
        this.store = store;
        this.report = report;
    }

    /** Log events of the last days, at a constant rate. */
    static void logs(ScratchDatabase database, int number, int days, Report report) throws SQLException {
        try (PostgresStore store = database.store(ScratchDatabase.ASYNCHRONOUS)) {
            new HistoricalData(database, store, report).maintainedLogs(number, Duration.ofDays(days));
        }
    }

    /** Log events of today (UTC), at a constant rate: all are in the partition into which ingest writes. */
    static void logsOfToday(ScratchDatabase database, int number, Report report) throws SQLException {
        try (PostgresStore store = database.store(ScratchDatabase.ASYNCHRONOUS)) {
            HistoricalData past = new HistoricalData(database, store, report);
            past.maintainedLogs(number, Duration.between(past.now.truncatedTo(ChronoUnit.DAYS), past.now));
        }
    }

    /** Metrics of the last days, processes of the last hour, alerts, and more hosts. */
    static void hosts(ScratchDatabase database, int days, int hosts, Report report) throws SQLException {
        try (PostgresStore store = database.store(ScratchDatabase.ASYNCHRONOUS)) {
            HistoricalData past = new HistoricalData(database, store, report);
            past.partitions(days);
            past.monitoredHosts();
            past.metrics(days);
            past.alerts(days);
            past.otherHosts(hosts);
            past.maintain("metric_sample", "metric_summary", "process_snapshot", "alert", "host");
        }
    }

    /** Maintenance creates partitions around the current day, so it also runs for past days. */
    private void partitions(int days) {
        for (int ago = days; ago >= 0; ago -= 7) {
            store.maintenance().run(now.minus(Duration.ofDays(ago)), RETENTION);
        }
        store.maintenance().run(now, RETENTION);
    }

    private void maintainedLogs(int number, Duration time) throws SQLException {
        partitions(Math.toIntExact(time.toDays()));
        logs(number, time);
        maintain("log_event", "log_minute", "message_filter");
    }

    private void logs(int number, Duration time) throws SQLException {
        int copies = Math.max(1, Math.ceilDiv(number, STORED_BY_INGEST));
        int each = number / copies;
        Duration part = time.dividedBy(copies);
        report.progress(
                "storing %,d log events by ingest, and %d times as many by the database".formatted(each, copies - 1));
        append(SampleObservations.of(SampleLogs.since(now.minus(part), part.dividedBy(each), 3)), each);
        try (Connection connection = database.database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create temporary table newest as select * from log_event");
            statement.execute("create temporary table newest_filter as select * from message_filter");
            for (int copy = copies - 1; copy > 0; copy--) {
                statement.execute("""
                        insert into log_event
                        select (lpad(to_hex(floor(extract(epoch from observed_at - ago) * 1000)::bigint), 12, '0')
                                || substr(replace(id::text, '-', ''), 13))::uuid,
                               observed_at - ago, received_at - ago, inline_host, level, message, inline_environment,
                               inline_application, inline_component, correlation_id, inline_tags, attributes, stream_id
                        from newest, cast('%s' as interval) as ago
                        """.formatted(part.multipliedBy(copy)));
                statement.execute("""
                        insert into message_filter (observed_at, first_millis, last_millis, events, bits)
                        select observed_at - millis * interval '1 millisecond', first_millis - millis - 1, last_millis - millis,
                               events, bits
                        from newest_filter, cast(%d as bigint) as millis
                        """.formatted(part.multipliedBy(copy).toMillis()));
            }
            statement.execute("delete from log_minute");
            statement.execute("""
                    insert into log_minute (minute, level, canary, writer, events)
                    select date_bin('1 minute', observed_at, 'epoch'), level, application = 'log-aggregator-canary', 0, count(*)
                    from log_record group by 1, 2, 3
                    """);
        }
        database.execute(HOUR_MARKS.formatted("log_event", now.minus(time), now));
    }

    private void monitoredHosts() {
        report.progress("storing an hour of %d hosts by ingest".formatted(MONITORED_HOSTS));
        SampleReports reports = SampleReports.full(MONITORED_HOSTS, AgentsBenchmark.PROCESSES, now.minus(HOUR));
        append(SampleObservations.of(reports), MONITORED_HOSTS * SampleReports.perHost(HOUR));
    }

    /** One sample per minute before the last hour. */
    private void metrics(int days) throws SQLException {
        report.progress("storing %d days of their metrics by the database".formatted(days));
        database.execute("""
                insert into metric_sample (series_id, observed_at, value)
                select id, instant, 0.2 + 0.1 * random()
                from generate_series(cast('%s' as timestamptz), '%s', interval '1 minute') as instant, metric_series
                """.formatted(now.minus(Duration.ofDays(days)), now.minus(HOUR)));
        database.execute(HOUR_MARKS.formatted("metric_sample", now.minus(Duration.ofDays(days)), now.minus(HOUR)));
    }

    /** One alert every five minutes, most of them of a few hosts, each resolved within an hour. */
    private void alerts(int days) throws SQLException {
        database.execute("""
                insert into alert (id, rule_id, rule_name, fingerprint, labels, host, severity, highest, status,
                                   opened_at, acknowledged_at, resolved_at, last_at, value, peak, threshold, occurrences)
                select (lpad(to_hex(floor(extract(epoch from instant) * 1000)::bigint), 12, '0')
                        || substr(md5(number::text), 13))::uuid,
                       md5('rule ' || number %% 20)::uuid, 'rule ' || number %% 20, md5(number::text)::uuid,
                       jsonb_build_object('host', host), host,
                       severity, severity, 'RESOLVED', instant, instant + interval '1 minute',
                       instant + random() * interval '1 hour', instant, 0.9, 0.95, 0.8, 10
                from generate_series(cast('%s' as timestamptz), '%s', interval '5 minutes') with ordinality
                         as moment (instant, number),
                     lateral (select 'node-' || floor(100 * random() * random()) || '.example.org' as host,
                                     (array['LOW', 'MEDIUM', 'MEDIUM', 'HIGH', 'CRITICAL'])[1 + number %% 5] as severity)
                         as random
                """.formatted(now.minus(Duration.ofDays(days)), now));
    }

    private void otherHosts(int hosts) {
        report.progress("storing ten minutes of %,d hosts by ingest".formatted(hosts));
        Duration tenMinutes = Duration.ofMinutes(10);
        SampleReports reports = SampleReports.small(hosts, 0.2, now.minus(tenMinutes));
        append(SampleObservations.of(reports), hosts * SampleReports.perHost(tenMinutes));
    }

    private void append(SampleObservations observations, int messages) {
        try (IngestSession session = store.openIngestSession()) {
            for (int left = messages; left > 0; left -= BATCH_SIZE) {
                List<Observation> batch = observations.next(Math.min(left, BATCH_SIZE));
                session.store(IngestBatch.of(batch));
            }
        }
    }

    /** Runs maintenance and vacuum, as they would have run by now. */
    private void maintain(String... tables) throws SQLException {
        store.maintenance().run(now, RETENTION);
        store.maintenance().maintainClosedPartitions(now);
        for (String table : tables) {
            database.execute("vacuum (analyze) " + table);
        }
        database.execute("checkpoint");
    }
}
