package io.logaggregator.store.postgres.alerts;

import static io.logaggregator.core.alerting.rule.AlertRule.Origin.API;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.alerting.rule.AlertRules.Edited;
import io.logaggregator.core.alerting.rule.AlertRules.Effect;
import io.logaggregator.core.alerting.rule.AlertRules.ResolvedAlert;
import io.logaggregator.core.alerting.rule.BuiltInRules;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Condition.LogCount;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.RuleNotice;
import io.logaggregator.core.alerting.rule.RuleNotice.Kind;
import io.logaggregator.core.alerting.rule.SampleFunction;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.alerting.rule.Thresholds;
import io.logaggregator.core.common.CountLimitException;
import io.logaggregator.core.common.DuplicateNameException;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.store.postgres.sql.Timestamps;
import io.logaggregator.testkit.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresAlertRulesIT {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Actor ANNA = new Actor("anna", "192.0.2.7", "request-1");
    private static final UUID ID = new UUID(7, 7);

    private TestPostgres.Database database;
    private PostgresStore store;
    private AlertRules rules;

    @BeforeEach
    void open() {
        database = TestStore.newDatabase();
        store = TestStore.on(database);
        rules = store.alertRules();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void create_roundTripsEachCondition() {
        RuleDefinition threshold = new RuleDefinition(
                "it's \"{é}\"",
                "line 1\nline 2",
                false,
                new Threshold("system.filesystem.free"),
                new SeverityThresholds(
                        Comparison.BELOW, Map.of(Severity.LOW, 0.3, Severity.HIGH, 0.1, Severity.CRITICAL, -1e-9)),
                Duration.ofMillis(90_500),
                new Recovery(OptionalDouble.of(0.4), Duration.ofHours(24)),
                new Matchers(
                        new Glob("web-*"),
                        new Glob("prod?"),
                        new TreeMap<>(Map.of("device", new Glob("sd*"), "a,b", new Glob("{\"}")))));
        RuleDefinition count = definition(
                "count",
                new LogCount(
                        "level:>=error not (health)",
                        List.of(LogField.Standard.HOST, new LogField.Attribute("user.id")),
                        Duration.ofMinutes(5)));
        RuleDefinition everything = definition("everything", new LogCount("", List.of(), Duration.ofSeconds(10)));
        RuleDefinition noData = definition("noData", new NoData(NoData.Of.GROUP, Duration.ofDays(365), true));

        List<AlertRule> created = List.of(create(count), create(everything), create(threshold), create(noData));

        assertThat(created).extracting(AlertRule::definition).containsExactly(count, everything, threshold, noData);
        assertThat(rules.list()).isEqualTo(created);
        assertThat(rules.find(created.getLast().id())).contains(created.getLast());
        assertThat(rules.find(new UUID(0, 0))).isEmpty();
    }

    @Test
    void version_increasesOnlyWithChanges() {
        AlertRule created = rules.create(ID, API, cpu(0.8), ANNA, NOON);
        AlertRule unchanged =
                rules.update(ID, cpu(0.8), ANNA, NOON.plusSeconds(1)).orElseThrow();
        AlertRule changed =
                rules.update(ID, cpu(0.9), ANNA, NOON.plusSeconds(2)).orElseThrow();

        assertThat(created).isEqualTo(new AlertRule(ID, 1, API, NOON, cpu(0.8)));
        assertThat(unchanged).isEqualTo(created);
        assertThat(changed).isEqualTo(new AlertRule(ID, 2, API, NOON.plusSeconds(2), cpu(0.9)));
        assertThat(rules.version()).isEqualTo(2);
        assertThat(rules.delete(ID, ANNA, NOON)).isTrue();
        assertThat(rules.version()).isEqualTo(3);
    }

    @Test
    void version_isUnchanged_forUnknownRule() {
        assertThat(rules.update(ID, cpu(0.8), ANNA, NOON)).isEmpty();
        assertThat(rules.delete(ID, ANNA, NOON)).isFalse();
        assertThat(rules.version()).isZero();
        assertThat(rows("select action from audit_entry")).isEmpty();
    }

    @Test
    void name_isUniqueCaseInsensitive() {
        create(definition("CPU", new Threshold("a")));
        AlertRule other = create(definition("memory", new Threshold("b")));

        assertThatThrownBy(() -> create(definition("cpu", new Threshold("c"))))
                .isInstanceOf(DuplicateNameException.class)
                .hasMessage("name: cpu (expected: a name that no other rule has)");
        assertThatThrownBy(() -> rules.update(other.id(), definition("Cpu", new Threshold("b")), ANNA, NOON))
                .isInstanceOf(DuplicateNameException.class);
        assertThat(rules.list()).hasSize(2);
        assertThat(rules.version()).isEqualTo(2);
    }

    @Test
    void create_isRejected_beyondTheMaximum() throws Exception {
        rules.create(ID, API, cpu(0.8), ANNA, NOON);
        TestStore.execute(database, """
                insert into alert_rule
                select (jsonb_populate_record(
                           alert_rule, jsonb_build_object('id', gen_random_uuid(), 'name', 'copy ' || number))).*
                from alert_rule, generate_series(1, %d) as number""".formatted(AlertRules.MAX_COUNT - 1));

        assertThatThrownBy(() -> create(definition("one more", new Threshold("a"))))
                .isInstanceOf(CountLimitException.class)
                .hasMessage("The number of rules has reached the maximum, 1000. Delete another rule first.");
        assertThat(rules.update(ID, cpu(0.9), ANNA, NOON)).isPresent();

        rules.delete(ID, ANNA, NOON);
        create(definition("one more", new Threshold("a")));
    }

    @Test
    void create_rejectsExistingId() {
        rules.create(ID, API, cpu(0.8), ANNA, NOON);

        assertThatThrownBy(() -> rules.create(ID, API, cpu(0.9), ANNA, NOON))
                .isInstanceOf(DuplicateNameException.class);
        assertThat(rules.version()).isEqualTo(1);
    }

    @Test
    void builtInRules_areCreatedOnceByManyInstances() throws Exception {
        List<Future<?>> instances = new ArrayList<>();
        try (var executor = Executors.newFixedThreadPool(4)) {
            for (int instance = 0; instance < 4; instance++) {
                instances.add(executor.submit(() -> BuiltInRules.ensure(rules, Thresholds.DEFAULT, NOON)));
            }
        }

        for (Future<?> instance : instances) {
            instance.get();
        }
        assertThat(rules.version()).isEqualTo(3);
        assertThat(BuiltInRules.thresholds(rules)).isEqualTo(Thresholds.DEFAULT);
    }

    @Test
    void audit_storesRowBeforeAndAfter() {
        rules.create(ID, API, cpu(0.8), ANNA, NOON);
        rules.update(ID, cpu(0.9), new Actor("ben", "192.0.2.7", "request-2"), NOON);
        rules.delete(ID, new Actor("cleo", "192.0.2.7", ""), NOON);

        assertThat(rows("""
                select concat_ws(' ', actor, request_id, action, kind, subject = '%s',
                                 coalesce(before ->> 'high', '-'), coalesce(after ->> 'high', '-'))
                from audit_entry order by id""".formatted(ID)))
                .containsExactly(
                        "anna request-1 CREATED RULE t - 0.8",
                        "ben request-2 CHANGED RULE t 0.8 0.9",
                        "cleo  DELETED RULE t 0.9 -");
    }

    @Test
    void delete_resolvesOpenAlertsAndNotifies() {
        TestAlert alert = openAlert();

        rules.delete(ID, ANNA, NOON.plusSeconds(60));

        assertThat(alert.resolution(database)).containsExactly("RESOLVED anna: rule deleted 0.95 3");
        assertThat(alert.notifications(database)).containsExactly("OPENED", "RESOLVED");
        assertThat(rows("select fingerprint from alert_state")).isEmpty();
    }

    @Test
    void update_resolvesAlerts_whenRuleIsDisabled() {
        TestAlert alert = openAlert();

        rules.update(ID, cpu(0.8).withEnabled(false), ANNA, NOON);

        assertThat(alert.resolution(database)).containsExactly("RESOLVED anna: rule disabled 0.95 3");
        assertThat(rows("select fingerprint from alert_state")).isEmpty();
    }

    @Test
    void dryRun_returnsEffectWithoutChange() {
        TestAlert alert = openAlert();
        AlertRule rule = rules.find(ID).orElseThrow();
        long version = rules.version();

        Edited renamed =
                rules.edit(ID, described("renamed", ""), ANNA, NOON, true).orElseThrow();
        Effect deleted = rules.delete(ID, ANNA, NOON, true).orElseThrow();

        assertThat(renamed.rule().definition().name()).isEqualTo("renamed");
        for (Effect effect : List.of(renamed.effect(), deleted)) {
            assertThat(effect.resolved()).isEqualTo(1);
            assertThat(effect.alerts())
                    .extracting(ResolvedAlert::labels)
                    .containsExactly(new TreeMap<>(Map.of("host", "web-1", "device", "sda")));
        }
        assertThat(alert.resolution(database)).isEmpty();
        assertThat(alert.notifications(database)).containsExactly("OPENED");
        assertThat(rules.list()).containsExactly(rule);
        assertThat(rules.version()).isEqualTo(version);
        assertThat(rows("select action from audit_entry where subject = '" + ID + "'"))
                .containsExactly("CREATED");
        assertThat(rules.delete(new UUID(0, 0), ANNA, NOON, true)).isEmpty();
        assertThat(rules.delete(ID, ANNA, NOON, false)).contains(deleted);
    }

    @Test
    void effect_listsTheFirstAlerts() {
        AlertRule rule = rules.create(ID, API, cpu(0.8), ANNA, NOON);
        for (int host = 0; host < Effect.MAX_ALERTS + 5; host++) {
            TestAlert.open(database, rule, "web-" + host, NOON);
        }

        Effect effect = rules.edit(ID, cpu(0.8).withEnabled(false), ANNA, NOON, false)
                .orElseThrow()
                .effect();

        assertThat(effect.resolved()).isEqualTo(Effect.MAX_ALERTS + 5);
        assertThat(effect.alerts()).hasSize(Effect.MAX_ALERTS);
    }

    @Test
    void delete_resolvesThousandsOfAlerts() {
        AlertRule rule = rules.create(ID, API, cpu(0.8), ANNA, NOON);
        TestAlert.addChannel(database);
        TestAlert.open(
                database,
                rule,
                IntStream.range(0, 3_000).mapToObj(host -> "web-" + host).toList(),
                NOON);

        Effect effect = rules.delete(ID, ANNA, NOON.plusSeconds(60), false).orElseThrow();

        assertThat(effect.resolved()).isEqualTo(3_000);
        assertThat(rows("select concat(status, ' ', count(*)) from alert group by status"))
                .containsExactly("RESOLVED 3000");
        assertThat(rows("""
                select concat(kind, ' ', count(*), ' ', count(distinct notification.alert_id))
                from notification join alert_transition as transition on transition.id = transition_id
                group by kind order by kind""")).containsExactly("OPENED 3000 3000", "RESOLVED 3000 3000");
        assertThat(rows("select fingerprint from alert_state")).isEmpty();
    }

    @Test
    void dryRun_rejectsTheNameOfAnotherRule() {
        create(described("other", ""));
        openAlert();

        assertThatThrownBy(() -> rules.edit(ID, described("Other", ""), ANNA, NOON, true))
                .isInstanceOf(DuplicateNameException.class);
    }

    @Test
    void update_resolvesAlerts_whenMetricChanges() {
        TestAlert alert = openAlert();

        rules.update(ID, definition("cpu", new Threshold("another")), ANNA, NOON);

        assertThat(alert.resolution(database)).containsExactly("RESOLVED anna: condition of the rule changed 0.95 3");
    }

    @Test
    void update_keepsAlerts_whenThresholdsChange() {
        TestAlert alert = openAlert();

        rules.update(ID, cpu(0.9), ANNA, NOON);

        assertThat(alert.resolution(database)).isEmpty();
        assertThat(rows("select fingerprint from alert_state")).hasSize(1);
    }

    @Test
    void update_keepsAlerts_thatMatchNarrowedMatchers() {
        AlertRule rule = rules.create(ID, API, cpu(0.8), ANNA, NOON);
        TestAlert web = TestAlert.open(database, rule, "web-1", NOON);
        TestAlert db = TestAlert.open(database, rule, "db-1", NOON);

        rules.update(ID, cpu(0.8, "web-*"), ANNA, NOON);

        assertThat(web.resolution(database)).isEmpty();
        assertThat(db.resolution(database)).containsExactly("RESOLVED anna: no longer matched by the rule 0.95 3");
        assertThat(rows("select labels ->> 'host' from alert_state")).containsExactly("web-1");
    }

    @Test
    void resolution_reachesNotifiedChannels() {
        AlertRule rule = rules.create(ID, API, cpu(0.8), ANNA, NOON);
        UUID notified = TestAlert.addChannel(database);
        TestAlert alert = TestAlert.open(database, rule, "web-1", NOON);
        UUID later = TestAlert.addChannel(database);
        for (String edit : List.of("rule_pattern = 'other'", "min_severity = 'CRITICAL'", "enabled = false")) {
            TestAlert.execute(database, "update notification_channel set %s where id = '%s'".formatted(edit, notified));
        }

        rules.delete(ID, ANNA, NOON);

        assertThat(alert.notifications(database)).containsExactly("OPENED", "RESOLVED");
        assertThat(rows("select distinct channel_id from notification")).containsExactly(notified.toString());
        assertThat(later).isNotEqualTo(notified);
    }

    @Test
    void update_adaptsPeriodsToDefinition() {
        TestAlert alert = openAlert();
        TestAlert.execute(
                database,
                "update alert_state set since = '{0,0,%d,0}', due_at = '2026-11-23T12:00:00Z'"
                        .formatted(Timestamps.micros(NOON)));

        rules.update(ID, described(cpu(0.8), "corrected"), ANNA, NOON);
        assertThat(due()).containsExactly("2026-11-23 12:00:00");

        rules.update(ID, cpu(0.8, "*", Duration.ofMinutes(2)), ANNA, NOON);
        assertThat(due()).containsExactly("2026-11-23 12:02:05");

        rules.update(ID, cpu(0.7, "*", Duration.ofMinutes(2)), ANNA, NOON);
        assertThat(due()).containsExactly((String) null);
        assertThat(alert.resolution(database)).isEmpty();
    }

    private List<String> due() {
        return rows("select (due_at at time zone 'UTC')::text from alert_state");
    }

    @Test
    void notices_combineOccurrences_withinADay() {
        rules.create(ID, API, cpu(0.8), ANNA, NOON);

        rules.record(RuleNotice.at(ID, Kind.LATE_POINTS, "", 12, NOON));
        rules.record(RuleNotice.at(ID, Kind.LATE_POINTS, "", 3, NOON.plusSeconds(60)));
        rules.record(RuleNotice.at(ID, Kind.LATE_POINTS, "", 1, NOON.minusSeconds(60)));
        rules.record(RuleNotice.at(ID, Kind.UNCOUNTED_GROUPS, "1000", 5, NOON));
        rules.record(RuleNotice.at(ID, Kind.UNCOUNTED_GROUPS, "10", 7, NOON.plus(RuleNotice.RETENTION)));

        assertThat(rules.notices())
                .containsExactly(
                        new RuleNotice(ID, Kind.LATE_POINTS, "", 16, 0, NOON.minusSeconds(60), NOON.plusSeconds(60)),
                        RuleNotice.at(ID, Kind.UNCOUNTED_GROUPS, "10", 7, NOON.plus(RuleNotice.RETENTION)));
    }

    @Test
    void notices_reportRawCountersAndFailures() {
        rules.create(ID, API, definition("raw counter", new Threshold("requests")), ANNA, NOON);
        UUID other = UUID.randomUUID();
        rules.create(
                other,
                API,
                definition("rate of the counter", new Threshold("requests", SampleFunction.RATE)),
                ANNA,
                NOON);
        TestAlert.execute(database, """
                insert into metric_series (host, metric, attributes, kind) values ('web-1', 'requests', '{}', 1);
                insert into alert_rule_schedule (rule_id, evaluated_until, failures, failed_at, failure)
                values ('%s', now(), 2, '2026-11-23T12:00:00Z', 'too slow')""".formatted(other));

        assertThat(rules.notices())
                .containsExactlyInAnyOrder(
                        new RuleNotice(ID, Kind.RAW_COUNTER, "requests", 1, 0, NOON, null),
                        new RuleNotice(other, Kind.EVALUATION_FAILED, "too slow", 2, 0, NOON, null));
    }

    @Test
    void notice_isRemoved_whenTheRuleChanges() {
        rules.create(ID, API, cpu(0.8), ANNA, NOON);
        RuleNotice suspended = new RuleNotice(ID, Kind.SUSPENDED, "", 1, 0, NOON, NOON.plusSeconds(600));

        rules.record(suspended);
        rules.record(RuleNotice.at(new UUID(9, 9), Kind.SUSPENDED, "", 1, NOON));

        assertThat(rules.notices()).containsExactly(suspended);
        rules.update(ID, cpu(0.8), ANNA, NOON);
        assertThat(rules.notices()).containsExactly(suspended);
        rules.update(ID, cpu(0.9), ANNA, NOON);
        assertThat(rules.notices()).isEmpty();
    }

    @Test
    void concurrentChanges_areAllStored() throws Exception {
        int threads = 8;
        int changes = 12;
        create(definition("shared", new Threshold("m")));
        AlertRule shared = rules.list().getFirst();
        List<Future<?>> done = new ArrayList<>();
        try (var executor = Executors.newFixedThreadPool(threads)) {
            for (int thread = 0; thread < threads; thread++) {
                String name = "rule-" + thread;
                done.add(executor.submit(() -> {
                    UUID own = create(definition(name, new Threshold("m"))).id();
                    for (int change = 1; change <= changes; change++) {
                        rules.update(own, described(name, "change " + change), ANNA, NOON);
                        rules.update(shared.id(), described("shared", name + " " + change), ANNA, NOON);
                    }
                }));
            }
        }

        for (Future<?> each : done) {
            each.get();
        }
        long total = 1 + threads * (1 + 2L * changes);
        assertThat(rules.version()).isEqualTo(total);
        assertThat(rules.list().subList(0, threads))
                .allMatch(rule -> rule.definition().description().equals("change " + changes));
        assertThat(rows("select after ->> 'version' from audit_entry order by id"))
                .isEqualTo(LongStream.rangeClosed(1, total)
                        .mapToObj(Long::toString)
                        .toList());
        assertThat(rows("""
                select before ->> 'description' from audit_entry where subject = '%1$s' and action = 'CHANGED'
                except
                select after ->> 'description' from audit_entry where subject = '%1$s'""".formatted(shared.id()))).isEmpty();
    }

    private TestAlert openAlert() {
        AlertRule rule = rules.create(ID, API, cpu(0.8), ANNA, NOON);
        TestAlert.addChannel(database);
        return TestAlert.open(database, rule, "web-1", NOON);
    }

    private AlertRule create(RuleDefinition definition) {
        return rules.create(UUID.randomUUID(), API, definition, ANNA, NOON);
    }

    private List<String> rows(String sql) {
        return TestAlert.rows(database, sql);
    }

    private static RuleDefinition cpu(double threshold) {
        return cpu(threshold, "*");
    }

    private static RuleDefinition cpu(double threshold, String host) {
        return cpu(threshold, host, Duration.ZERO);
    }

    private static RuleDefinition cpu(double threshold, String host, Duration recovery) {
        return new RuleDefinition(
                "cpu",
                "",
                true,
                new Threshold("system.cpu.utilization"),
                new SeverityThresholds(Comparison.ABOVE, Map.of(Severity.HIGH, threshold)),
                Duration.ZERO,
                new Recovery(OptionalDouble.empty(), recovery),
                new Matchers(new Glob(host), Glob.ANY, new TreeMap<>()));
    }

    private static RuleDefinition described(RuleDefinition rule, String description) {
        return new RuleDefinition(
                rule.name(),
                description,
                rule.enabled(),
                rule.condition(),
                rule.thresholds(),
                rule.pendingPeriod(),
                rule.recovery(),
                rule.matchers());
    }

    private static RuleDefinition definition(String name, Condition condition) {
        return definition(name, "", condition);
    }

    private static RuleDefinition described(String name, String description) {
        return definition(name, description, new Threshold("m"));
    }

    private static RuleDefinition definition(String name, String description, Condition condition) {
        return new RuleDefinition(
                name,
                description,
                true,
                condition,
                new SeverityThresholds(Comparison.ABOVE, Map.of(Severity.MEDIUM, 60.0)),
                Duration.ZERO,
                Recovery.IMMEDIATE,
                Matchers.ALL);
    }
}
