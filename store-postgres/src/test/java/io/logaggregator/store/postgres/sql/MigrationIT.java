package io.logaggregator.store.postgres.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition.LogCount;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.ingest.IngestSession.StoredPosition;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.Matches;
import io.logaggregator.core.logs.LogHistogram.Bucket;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.ProcessSnapshot;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.queue.Position;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.store.postgres.alerts.AlertFixtures;
import io.logaggregator.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

class MigrationIT {

    private static final int INSTANCES = 3;

    @Test
    void migrate_runsOnce_whenConcurrent() throws Exception {
        TestPostgres.Database database = TestPostgres.shared().newDatabase();
        CyclicBarrier barrier = new CyclicBarrier(INSTANCES);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> instances = new ArrayList<>();
            for (int i = 0; i < INSTANCES; i++) {
                instances.add(executor.submit(() -> {
                    try (PostgresStore store = new PostgresStore(TestStore.config(database))) {
                        barrier.await();
                        store.migrate();
                        return store.ledger().count();
                    }
                }));
            }
            for (Future<?> instance : instances) {
                instance.get();
            }
        }
    }

    @Test
    void migrate_keepsData() throws Exception {
        TestPostgres.Database database = migratedTo("5");
        TestStore.execute(database, """
                insert into process_snapshot (host, observed_at, pid, name, cpu, memory, status) values
                ('full', 'epoch', '{2147483647, 0, 7, 7}', '{d, a, b, c}', '{1, 2, 3, 4}', '{4, 3, 2, 1}', '{w, x, y, z}'),
                ('empty', 'epoch', '{}', '{}', '{}', '{}', '{}')""");
        TestStore.execute(database, """
                insert into log_event
                select gen_random_uuid(), timestamptz 'epoch' + second * interval '1 second', 'epoch', 'web-1',
                       case when second < 90 then 9 else 17 end, 'm', '', '', '', '', '{}', '{}'
                from generate_series(0, 119) as second""");

        try (PostgresStore store = TestStore.migrated(database)) {
            assertThat(pids(store, "full")).containsExactly(2147483647, 0, 7, 7);
            assertThat(pids(store, "empty")).isEmpty();
            assertThat(store.logs()
                            .histogram(
                                    new LogQuery(Instant.EPOCH, Instant.EPOCH.plusSeconds(120), LogCondition.ALL),
                                    Duration.ofMinutes(1))
                            .buckets())
                    .containsExactly(
                            new Bucket(Instant.EPOCH, Map.of(Level.INFO, 60L)),
                            new Bucket(Instant.EPOCH.plusSeconds(60), Map.of(Level.INFO, 30L, Level.ERROR, 30L)));
        }
    }

    @Test
    void migrate_keepsConditionsOfRules() throws Exception {
        TestPostgres.Database database = migratedTo("8");
        TestStore.execute(database, """
                insert into alert_rule (id, version, origin, updated_at, name, description, enabled, kind, metric, query,
                    group_by, window_ms, silence_of, forget_after_ms, comparison, high, hold_ms, recovery, recovery_ms,
                    host_pattern, environment_pattern, attribute_names, attribute_patterns)
                values
                (gen_random_uuid(), 1, 'API', 'epoch', '1', 'it''s "d"', false, 'THRESHOLD', 'a."b"', null,
                 null, null, null, null, 'BELOW', 0.1, 90500, 0.4, 86400000, 'web-*', 'prod', '{d}', '{sd*}'),
                (gen_random_uuid(), 2, 'API', 'epoch', '2', '', true, 'LOG_COUNT', null, 'level:ERROR "\u00e9, \\"',
                 '{host,"attributes.a,b"}', 300000, null, null, 'ABOVE', 60, 0, null, 0, '*', '*', '{}', '{}'),
                (gen_random_uuid(), 3, 'API', 'epoch', '3', '', true, 'LOG_COUNT', null, '',
                 '{}', 10500, null, null, 'ABOVE', 60, 0, null, 0, '*', '*', '{}', '{}'),
                (gen_random_uuid(), 4, 'API', 'epoch', '4', '', true, 'SILENCE', null, null,
                 null, null, 'GROUP', 31536000000, 'ABOVE', 60, 0, null, 0, '*', '*', '{}', '{}')""");
        TestStore.execute(database, """
                insert into audit_entry (at, actor, request_id, action, kind, subject, before, after)
                select timestamptz 'epoch', 'anna', '', 'CREATED', 'RULE', id::text, null::jsonb, to_jsonb(alert_rule) from alert_rule
                union all
                select 'epoch', 'anna', '', 'CREATED', 'CHANNEL', 'c', null, '{"kind": "webhook"}'""");

        try (PostgresStore store = TestStore.migrated(database)) {
            assertThat(store.alertRules().list())
                    .extracting(rule -> rule.definition().condition())
                    .containsExactly(
                            new Threshold("a.\"b\""),
                            new LogCount(
                                    "level:ERROR \"\u00e9, \\\"",
                                    List.of(LogField.Standard.HOST, new LogField.Attribute("a,b")),
                                    Duration.ofMinutes(5)),
                            new LogCount("", List.of(), Duration.ofMillis(10_500)),
                            new NoData(NoData.Of.GROUP, Duration.ofDays(365)));
            assertThat(store.alertRules().list().getFirst().definition())
                    .isEqualTo(new RuleDefinition(
                            "1",
                            "it's \"d\"",
                            false,
                            new Threshold("a.\"b\""),
                            new SeverityThresholds(Comparison.BELOW, Map.of(Severity.HIGH, 0.1)),
                            Duration.ofMillis(90_500),
                            new Recovery(OptionalDouble.of(0.4), Duration.ofDays(1)),
                            new Matchers(
                                    new Glob("web-*"), new Glob("prod"), new TreeMap<>(Map.of("d", new Glob("sd*"))))));
        }
        assertThat(AlertFixtures.rows(database, """
                        select name from alert_rule, audit_entry
                        where after = to_jsonb(alert_rule) - 'no_data_baseline' - 'notifies'
                        order by name""")).containsExactly("1", "2", "3", "4");
        assertThat(AlertFixtures.rows(database, "select after from audit_entry where kind = 'CHANNEL'"))
                .containsExactly("{\"kind\": \"webhook\"}");
    }

    @Test
    void migrate_renamesSilenceRules() throws Exception {
        TestPostgres.Database database = migratedTo("29");
        TestStore.execute(database, """
                insert into alert_rule (id, version, origin, updated_at, name, description, enabled, condition, high, hold_ms,
                    recovery_ms, host_pattern, environment_pattern, attribute_names, attribute_patterns, silence_baseline)
                select gen_random_uuid(), 1, 'API', 'epoch', condition ->> 'type', '', true, condition, 60, 0, 0, '*', '*',
                       '{}', '{}', baseline
                from (values ('{"type": "silence", "of": "group", "forgetAfter": "PT1H"}'::jsonb, timestamptz 'epoch'),
                             ('{"type": "threshold", "metric": "silence", "comparison": "above"}', null))
                    as rule (condition, baseline)""");
        TestStore.execute(database, """
                insert into audit_entry (at, actor, request_id, action, kind, subject, before, after)
                select timestamptz 'epoch', 'anna', '', 'CHANGED', 'RULE', id::text, to_jsonb(alert_rule), null from alert_rule
                union all
                select 'epoch', 'anna', '', 'CREATED', 'RULE', id::text, null, to_jsonb(alert_rule) from alert_rule""");

        try (PostgresStore store = TestStore.migrated(database)) {
            assertThat(store.alertRules().list())
                    .extracting(rule -> rule.definition().condition())
                    .containsExactlyInAnyOrder(
                            new NoData(NoData.Of.GROUP, Duration.ofHours(1)), new Threshold("silence"));
        }
        assertThat(AlertFixtures.rows(database, """
                        select no_data_baseline is not null,
                               (select count(*) from audit_entry where to_jsonb(alert_rule) in (before, after))
                        from alert_rule order by name""")).containsExactly("t 2", "f 2");
    }

    @Test
    void migrate_keepsCountedEvents() throws Exception {
        TestPostgres.Database database = migratedTo("34");
        TestStore.execute(database, """
                insert into alert_state (fingerprint, rule_id, labels, since, window_counts, judged_until, updated_at)
                values (gen_random_uuid(), gen_random_uuid(), '{"host": "a"}', '{0,0,0,0}', '{100, 3, 102, 4}',
                        timestamptz 'epoch' + interval '103 seconds', 'epoch'),
                       (gen_random_uuid(), gen_random_uuid(), '{"host": "b"}', '{0,0,0,0}', '{}', null, 'epoch')""");

        TestStore.migrated(database).close();

        assertThat(
                        AlertFixtures.rows(
                                database,
                                "select log_window, extract(epoch from newest_at)::int from alert_state order by labels ->> 'host'"))
                .containsExactly("{0,0,100000000,100000000,3,102000000,102000000,4} 103", "{} null");
    }

    @Test
    void migrate_countsCanaryEventsApart() throws Exception {
        TestPostgres.Database database = migratedTo("38");
        TestStore.execute(database, """
                insert into log_event (id, observed_at, received_at, inline_host, level, message, inline_environment,
                    inline_application, inline_component, correlation_id, inline_tags, attributes)
                select gen_random_uuid(), 'epoch', 'epoch', 'a', 9, 'm', '', application, '', '', '{}', '{}'
                from unnest(array['shop', 'shop', 'log-aggregator-canary']) as application""");
        TestStore.execute(
                database,
                "insert into log_minute (minute, level, writer, events) values ('epoch', 9, 0, 1), ('epoch', 9, 4, 2)");

        TestStore.migrated(database).close();

        assertThat(AlertFixtures.rows(
                        database, "select canary, sum(events) from log_minute group by canary order by canary"))
                .containsExactly("f 2", "t 1");
    }

    @Test
    void migrate_foldsHostsOfNoDataAlerts() throws Exception {
        TestPostgres.Database database = migratedTo("35");
        UUID rule = new UUID(1, 2);
        Labels labels = Labels.ofHost("WEB-\u00c9", Map.of());
        UUID before = labels.fingerprint(rule);
        insertAlert(database, rule, "{\"type\": \"noData\"}", labels, before, new UUID(0, 9));

        TestStore.migrated(database).close();

        UUID after = labels.folded().fingerprint(rule);
        assertThat(after).isNotEqualTo(before);
        assertThat(AlertFixtures.rows(
                        database, "select fingerprint from alert_state union all select fingerprint from alert"))
                .containsExactly(after.toString(), after.toString());
    }

    @Test
    void migrate_foldsGroupsOfLogCounts() throws Exception {
        TestPostgres.Database database = migratedTo("38");
        UUID rule = new UUID(1, 2);
        SortedMap<String, String> values = new TreeMap<>(Map.of("host", "WEB-\u00c9", "level", "ERROR"));
        Labels labels = new Labels(values);
        insertAlert(database, rule, "{\"type\": \"logCount\"}", labels, labels.fingerprint(rule), new UUID(0, 9));
        values.put("level", "Error");
        Labels other = new Labels(values);
        UUID ofOther = other.fingerprint(rule);
        insertState(database, rule, other, ofOther, new UUID(0, 10));

        TestStore.migrated(database).close();

        UUID folded = labels.folded().fingerprint(rule);
        assertThat(AlertFixtures.rows(database, "select alert_id, fingerprint from alert_state order by alert_id"))
                .containsExactly(new UUID(0, 9) + " " + folded, new UUID(0, 10) + " " + ofOther);
        assertThat(AlertFixtures.rows(database, "select fingerprint from alert order by id"))
                .containsExactly(folded.toString(), ofOther.toString());
    }

    @Test
    void migrate_foldsHostsOfThresholdAlerts() throws Exception {
        TestPostgres.Database database = migratedTo("39");
        UUID rule = new UUID(1, 2);
        Labels labels = Labels.ofHost("Web-1", Map.of("device", "SDA"));
        insertAlert(database, rule, "{\"type\": \"threshold\"}", labels, labels.fingerprint(rule), new UUID(0, 9));

        TestStore.migrated(database).close();

        UUID folded = Labels.ofHost("web-1", Map.of("device", "SDA")).fingerprint(rule);
        assertThat(AlertFixtures.rows(
                        database, "select fingerprint from alert_state union all select fingerprint from alert"))
                .containsExactly(folded.toString(), folded.toString());
    }

    private static void insertAlert(
            TestPostgres.Database database, UUID rule, String condition, Labels labels, UUID fingerprint, UUID alert)
            throws Exception {
        TestStore.execute(database, """
                insert into alert_rule (id, version, origin, updated_at, name, description, enabled, condition, high, hold_ms,
                    recovery_ms, host_pattern, environment_pattern, attribute_names, attribute_patterns)
                values ('%s', 1, 'API', 'epoch', 'a rule', '', true, '%s', 60, 0, 0, '*', '*', '{}', '{}')""".formatted(rule, condition));
        insertState(database, rule, labels, fingerprint, alert);
    }

    private static void insertState(
            TestPostgres.Database database, UUID rule, Labels labels, UUID fingerprint, UUID alert) throws Exception {
        String json = JsonText.of(labels.values());
        TestStore.execute(database, """
                insert into alert_state (fingerprint, rule_id, labels, since, window_counts, alert_id, updated_at)
                values ('%1$s', '%2$s', '%3$s', '{0,0,0,0}', '{}', '%4$s', now());
                insert into alert (id, rule_id, rule_name, fingerprint, labels, host, severity, highest, status, opened_at,
                                   last_at, value, peak, threshold, occurrences)
                values ('%4$s', '%2$s', 'a rule', '%1$s', '%3$s', '%5$s', 'HIGH', 'HIGH', 'OPEN', now(), now(), 1, 1, 0, 1)""".formatted(fingerprint, rule, json, alert, labels.host()));
    }

    @Test
    void migrate_hidesUrlsOfChannels() throws Exception {
        TestPostgres.Database database = migratedTo("11");
        TestStore.execute(database, """
                insert into notification_channel (id, origin, updated_at, name, enabled, kind, settings, secrets,
                    min_severity, rule_pattern, host_pattern)
                values (gen_random_uuid(), 'API', 'epoch', 'a', true, 'webhook',
                    '{"url": "https://example.org:8443/sesame?a=b"}', '{"secret": "s"}', 'LOW', '*', '*')""");
        TestStore.execute(database, """
                insert into audit_entry (at, actor, request_id, action, kind, subject, before, after) values
                ('epoch', 'anna', '', 'CHANGED', 'CHANNEL', 'c', '{"name": "a", "url": "http://h?sesame"}',
                 '{"name": "b", "settings": {"url": "http://h/sesame", "to": "x"}}'),
                ('epoch', 'anna', '', 'DELETED', 'CHANNEL', 'c', '{"name": "b"}', null)""");

        try (PostgresStore store = TestStore.migrated(database)) {
            assertThat(store.channels().list().getFirst().definition().target())
                    .isEqualTo(new Channel.Target(
                            "webhook",
                            Map.of("url", "https://example.org:8443/***"),
                            Map.of("url", "https://example.org:8443/sesame?a=b", "secret", "s")));
        }
        assertThat(AlertFixtures.rows(database, "select concat_ws(' > ', before, after) from audit_entry order by id"))
                .containsExactly(
                        "{\"url\": \"http://h/***\", \"name\": \"a\"} > "
                                + "{\"name\": \"b\", \"settings\": {\"to\": \"x\", \"url\": \"http://h/***\"}}",
                        "{\"name\": \"b\"}");
    }

    @Test
    void migrate_keepsEventsWithValuesInRow() throws Exception {
        TestPostgres.Database database = migratedTo("34");
        TestStore.execute(database, """
                create table log_event_20261123 partition of log_event for values from ('2026-11-23Z') to ('2026-11-24Z');
                insert into log_event
                select ('01a20846-fe00-7000-8000-' || lpad(number::text, 12, '0'))::uuid, '2026-11-23 12:00Z', '2026-11-23 12:00:01Z',
                       'web-' || number % 2, 9, 'm', 'prod', 'shop', 'cart', 'c', '{a,level:INFO}', '{"n": 1}'
                from generate_series(0, 9) as number""");

        try (PostgresStore store = TestStore.migrated(database)) {
            LogQuery query = new LogQuery(
                    Instant.parse("2026-11-23T00:00:00Z"),
                    Instant.parse("2026-11-24T00:00:00Z"),
                    new Matches(LogField.Standard.HOST, TextPattern.of("WEB-1")));
            assertThat(store.logs().find(query, 100, Optional.empty()).items())
                    .hasSize(5)
                    .allSatisfy(event -> {
                        assertThat(event.host()).isEqualTo("web-1");
                        assertThat(event.texts().values()).containsExactly("prod", "shop", "cart", "c");
                        assertThat(event.tags()).containsExactly("a", "level:INFO");
                        assertThat(event.attributes().text()).isEqualTo("{\"n\": 1}");
                    });
            assertThat(AlertFixtures.rows(database, """
                    select host, level, environment, application, component, tags, count(*)
                    from logs group by 1, 2, 3, 4, 5, 6 order by 1"""))
                    .containsExactly(
                            "web-0 INFO prod shop cart {a,level:INFO} 5", "web-1 INFO prod shop cart {a,level:INFO} 5");
        }
    }

    @Test
    void migrate_numbersPartitions() throws Exception {
        TestPostgres.Database database = migratedTo("22");
        TestStore.execute(database, """
                insert into queue_position (topic, topic_id, partition, first_offset, next_offset, next_element, updated_at)
                select 'logs', 'id', number, 0, 7, number % 2, timestamptz 'epoch' + number * interval '1 second'
                from generate_series(1, 16500) as number""");

        try (PostgresStore store = TestStore.migrated(database);
                IngestSession session = store.openIngestSession()) {
            Partition last = new Partition("logs", "id", 16_500);
            assertThat(session.positions(Map.of(last, 0L)))
                    .isEqualTo(Map.of(last, new StoredPosition(Position.of(7), 0)));
        }
        assertThat(AlertFixtures.rows(database, """
                select count(*) || ' ' || count(distinct source) || ' ' || coalesce(max(source), 0) || ' ' || max(partition)
                from queue_position
                group by source is null order by 1""")).containsExactly("116 0 0 116", "16384 16384 16383 16500");
    }

    @Test
    void migrate_findsMessagesOfEarlierEvents_beforeAndAfterTheirFilters() throws Exception {
        TestPostgres.Database database = migratedTo("38");
        TestStore.execute(database, """
                create table log_event_20261122 partition of log_event for values from ('2026-11-22Z') to ('2026-11-23Z');
                create index log_event_20261122_message on log_event_20261122 (lower(message));
                insert into log_event (id, observed_at, received_at, inline_host, level, message, inline_environment,
                                       inline_application, inline_component, correlation_id, inline_tags, attributes)
                select (lpad(to_hex(millis), 12, '0') || '70008' || lpad(to_hex(number), 15, '0'))::uuid,
                       to_timestamp(millis / 1000.0), to_timestamp(millis / 1000.0), 'web-1', 9,
                       'order-' || lpad(number::text, 5, '0') || '.', '', '', '', '', '{}', '{}'
                from (select number, 1795305600000 + number * 5000 as millis from generate_series(0, 19999) as number) as moment;
                insert into log_minute (minute, level, writer, events)
                select date_bin('1 minute', observed_at, 'epoch'), 9, 0, count(*) from log_event group by 1""");

        try (PostgresStore store = TestStore.migrated(database)) {
            assertThat(found(store, "ORDER-00007.")).containsExactly("order-00007.");
            store.maintenance().maintainClosedPartitions(Instant.parse("2026-11-25T00:00:00Z"));
            assertThat(found(store, "ORDER-00007.")).containsExactly("order-00007.");
            assertThat(found(store, "rder-123")).hasSize(100).allMatch(message -> message.startsWith("order-123"));
        }
        assertThat(AlertFixtures.rows(database, "select 1 from message_filter where bits is null or not compacted"))
                .isEmpty();
        assertThat(AlertFixtures.rows(database, "select 1 from pg_class where relname = 'log_event_20261122_message'"))
                .isEmpty();
    }

    private static List<String> found(PostgresStore store, String text) {
        LogQuery query = new LogQuery(
                Instant.parse("2026-11-20T00:00:00Z"),
                Instant.parse("2026-11-26T00:00:00Z"),
                new Matches(LogField.Standard.MESSAGE, TextPattern.of(text)));
        return store.logs().find(query, 100, Optional.empty()).items().stream()
                .map(LogEvent::message)
                .toList();
    }

    private static TestPostgres.Database migratedTo(String version) throws SQLException {
        TestPostgres.Database database = TestPostgres.shared().newDatabase();
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.user(), database.password())
                .locations("classpath:io/logaggregator/store/postgres/migrations")
                .target(version)
                .load()
                .migrate();
        return database;
    }

    private static List<Integer> pids(PostgresStore store, String host) {
        return store.hosts().processes(host, Instant.EPOCH).orElseThrow().processes().stream()
                .map(ProcessSnapshot.Entry::pid)
                .toList();
    }

    @Test
    void migrate_rejectsForeignSchema() throws Exception {
        TestPostgres.Database database = TestPostgres.shared().newDatabase();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                PostgresStore store = new PostgresStore(TestStore.config(database))) {
            statement.execute("create table customers (id integer)");

            assertThatIllegalStateException()
                    .isThrownBy(store::migrate)
                    .withMessageStartingWith("cannot migrate the schema: ");
        }
    }
}
