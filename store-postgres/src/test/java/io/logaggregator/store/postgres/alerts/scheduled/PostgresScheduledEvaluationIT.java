package io.logaggregator.store.postgres.alerts.scheduled;

import static io.logaggregator.store.postgres.alerts.AlertFixtures.execute;
import static io.logaggregator.store.postgres.alerts.AlertFixtures.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.engine.RuleSet;
import io.logaggregator.core.alerting.kinds.Aggregate;
import io.logaggregator.core.alerting.kinds.Composite;
import io.logaggregator.core.alerting.kinds.Composite.Operator;
import io.logaggregator.core.alerting.kinds.Ratio;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.Channel.Timing;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.RuleNotice;
import io.logaggregator.core.alerting.rule.SampleFunction;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.alerting.scheduled.ScheduledEvaluationTask;
import io.logaggregator.core.alerting.scheduled.TimeBasedEvaluationTask;
import io.logaggregator.core.alerting.silence.ChannelIntervals;
import io.logaggregator.core.alerting.state.TrackedHosts;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.metrics.MetricFunction;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.StoredObservations;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.store.postgres.alerts.PostgresAlertStates;
import io.logaggregator.store.postgres.alerts.StoredAlerts;
import io.logaggregator.testkit.TestPostgres;
import io.logaggregator.testkit.fakes.FakeLogMatching;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // JUnit calls open() before each test
class PostgresScheduledEvaluationIT {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration DELAY = Duration.ofSeconds(30);
    private static final Condition DELAYED = new Condition.Threshold(
            "cpu", SampleFunction.VALUE, Condition.MAX_GAP, Optional.of(Condition.STALE_AFTER), DELAY);

    private TestPostgres.Database database;
    private PostgresStore store;

    @BeforeEach
    void open() {
        database = TestStore.newDatabase();
        store = TestStore.on(database);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void times_areEvaluatedOnceWhenDataHaveArrived() throws Exception {
        AlertRule rule = create("mean", mean(List.of("rack")), Duration.ofSeconds(20));
        sample("web-1", "a", 5, 0.5);
        sample("web-2", "a", 8, 1.5);
        sample("web-3", "b", 8, 0.1);
        sample("web-1", "a", 15, 2);
        sample("web-1", "a", 25, 3);

        evaluate(10 + 29);
        assertThat(schedule()).isEmpty();
        evaluate(10 + 30);
        evaluate(10 + 31);
        assertThat(schedule()).containsExactly("12:00:10 0");
        assertThat(alerts()).isEmpty();
        evaluate(30 + 30);

        // 1, 2 and 3 at 10, 20 and 30: above 0.9 for 20 seconds
        assertThat(alerts()).containsExactly("{\"rack\": \"a\"} HIGH OPEN 12:00:30 3");
        assertThat(schedule()).containsExactly("12:00:30 0");
        assertThat(rows(database, "select sample_value from alert_evidence")).containsExactly("{1,2,3}");
        evaluate(60 + 30);
        assertThat(alerts()).as("no data: undefined").containsExactly("{\"rack\": \"a\"} HIGH OPEN 12:00:30 3");
        sample("web-1", "a", 65, 0.2);
        evaluate(70 + 30);
        assertThat(alerts()).containsExactly("{\"rack\": \"a\"} HIGH RESOLVED 12:00:30 0.2");
        assertThat(store.alertRules().find(rule.id())).contains(rule);
    }

    @Test
    void spellingsOfAName_areOneHost() throws Exception {
        create("mean", mean(List.of("host")), Duration.ZERO);
        sample("web-1", "a", 5, 1);
        sample("WEB-1", "b", 6, 2);
        sample("web-1", "a", 15, 3);

        evaluate(20 + 30);

        assertThat(alerts()).containsExactly("{\"host\": \"WEB-1\"} HIGH OPEN 12:00:10 3");
        assertThat(rows(database, "select sample_value from alert_evidence")).containsExactly("{1.5}");
    }

    @Test
    void outage_isFollowedByTheLastHundredTimes() throws Exception {
        create("mean", mean(List.of()), Duration.ZERO);
        sample("web-1", "a", 5, 1);
        sample("web-1", "a", 95, 1);
        sample("web-1", "a", 105, 1);
        evaluate(40);
        assertThat(alerts()).hasSize(1);
        sample("web-1", "a", 15, 0);
        evaluate(50);

        evaluate(1_090 + 30);

        // the first of the hundred times is 100, so that 95 is in its window, and the sample at 105 is in the next
        assertThat(rows(
                        database,
                        "select to_char(opened_at at time zone 'UTC', 'HH24:MI:SS') from alert order by opened_at"))
                .containsExactly("12:00:10", "12:01:40");
        assertThat(schedule()).containsExactly("12:18:10 0");
    }

    /** Rule P7. */
    @Test
    void delayedSamples_areEvaluatedInOrderOfTheirTimes() throws Exception {
        create("late", DELAYED, Duration.ofSeconds(10));
        sample("web-1", "a", 20, 0.5);
        sample("web-1", "a", 10, 2);
        sample("web-2", "b", 8, 2);
        evaluate(2 + 29);
        sample("web-1", "a", 5, 1);
        sample("web-1", "a", 15, 3);
        sample("web-2", "b", 2, 0.1);

        evaluate(10 + 29);
        assertThat(alerts()).isEmpty();
        evaluate(20 + 29);
        assertThat(alerts()).containsExactly("{\"host\": \"web-1\", \"rack\": \"a\"} HIGH OPEN 12:00:15 3");
        assertThat(schedule()).containsExactly("12:00:19 0");
        evaluate(20 + 30);

        assertThat(rows(
                        database,
                        "select kind, to_char(at at time zone 'UTC', 'HH24:MI:SS') from alert_transition order by id"))
                .containsExactly("OPENED 12:00:15", "RESOLVED 12:00:20");
    }

    @Test
    void delayedRule_isNotEvaluatedByIngest() throws Exception {
        AlertRule rule = create("late", DELAYED, Duration.ZERO);
        MetricSample sample = new MetricSample("web-1", "cpu", 2, NOON.plusSeconds(1), Map.of());

        assertThat(RuleSet.of(1, List.of(rule), FakeLogMatching.NONE).signals(List.of(sample), TrackedHosts.NONE))
                .isEmpty();
    }

    @Test
    void failure_isCountedAndDelaysNoOtherRule() throws Exception {
        create(
                "bad",
                new Ratio("bad", "", List.of(), Duration.ofSeconds(10), 1, Duration.ofSeconds(10), DELAY),
                Duration.ZERO);
        create("mean", mean(List.of()), Duration.ZERO);
        sample("web-1", "a", 5, 1);
        ScheduledEvaluationTask task = task();

        task.evaluate(store.alertRules().list(), NOON.plusSeconds(40));
        task.evaluate(store.alertRules().list(), NOON.plusSeconds(50));

        assertThat(alerts()).hasSize(1);
        assertThat(task.failures()).as("it is not tried again at once").isEqualTo(1);
        assertThat(rows(database, """
                select name, failures, failure, retry_at > clock_timestamp()
                from alert_rule_schedule join alert_rule on id = rule_id where failures > 0""")).containsExactly("bad 1 condition.query: bad (expected: another query) t");
    }

    @Test
    void edit_startsAnewWithLaterTimes() throws Exception {
        AlertRule rule = create("mean", mean(List.of()), Duration.ZERO);
        sample("web-1", "a", 5, 1);
        sample("web-1", "a", 95, 1);
        RuleDefinition definition = rule.definition();
        store.alertRules().update(rule.id(), definition.withEnabled(false), Actor.SYSTEM, NOON.plusSeconds(3));
        store.alertRules().update(rule.id(), definition, Actor.SYSTEM, NOON.plusSeconds(90));

        evaluate(200);

        assertThat(rows(database, "select to_char(opened_at at time zone 'UTC', 'HH24:MI:SS') from alert"))
                .containsExactly("12:01:40");
    }

    @Test
    void ruleOfAnotherVersion_isNotEvaluated() throws Exception {
        AlertRule rule = create("mean", mean(List.of()), Duration.ZERO);
        sample("web-1", "a", 5, 1);
        AlertRule old = new AlertRule(rule.id(), rule.version() - 1, Origin.API, NOON, rule.definition());

        task().evaluate(List.of(old), NOON.plusSeconds(40));

        assertThat(alerts()).isEmpty();
        assertThat(schedule()).isEmpty();
    }

    @Test
    void rule_isEvaluatedBesideIngest() throws Exception {
        create("mean", mean(List.of()), Duration.ZERO);
        sample("web-1", "a", 5, 1);
        try (Connection ingest = database.connect()) {
            ingest.setAutoCommit(false);
            new PostgresAlertStates(ingest).lockRules();

            evaluate(40);

            assertThat(schedule()).containsExactly("12:00:10 0");
            ingest.rollback();
        }
    }

    @Test
    void ruleWithTooManySubjects_hasNotice() throws Exception {
        AlertRule rule = create("mean", mean(List.of("host")), Duration.ZERO);
        execute(database, """
                insert into metric_series (metric, host, attributes)
                select 'cpu', 'web-' || n, '{}' from generate_series(1, 10000) n""");
        execute(database, """
                insert into metric_sample (series_id, observed_at, value)
                select id, '2026-11-23 12:00:05Z', 0.5 from metric_series""");

        evaluate(40);
        assertThat(store.alertRules().notices()).isEmpty();
        sample("web-x", "a", 5, 2);
        execute(database, "delete from alert_rule_schedule");
        evaluate(40);

        assertThat(store.alertRules().notices())
                .containsExactly(new RuleNotice(
                        rule.id(),
                        RuleNotice.Kind.UNEVALUATED_SUBJECTS,
                        "10000",
                        1,
                        1,
                        NOON.plusSeconds(10),
                        NOON.plusSeconds(10)));
    }

    @Test
    void composite_followsItsMembers() throws Exception {
        AlertRule cpu = create("cpu", new Condition.Threshold("cpu"), Duration.ZERO);
        create("memory", new Condition.Threshold("memory"), Duration.ZERO);
        Composite both = new Composite(Operator.AND, List.of("CPU", "memory"), List.of(), 0, List.of("host"));
        create("both", both, Duration.ofSeconds(10));
        create(
                "either",
                new Composite(Operator.OR, List.of("both", cpu.id().toString()), List.of(), 0, List.of("host")),
                Duration.ZERO);
        StoredAlerts stored = new StoredAlerts(database);

        UUID first = open(stored, "cpu", "web-1", Severity.MEDIUM, 1);
        open(stored, "memory", "web-2", Severity.HIGH, 2);
        evaluate(5);
        assertThat(opened()).containsExactly("either web-1 MEDIUM OPEN 12:00:01");

        open(stored, "memory", "web-1", Severity.CRITICAL, 7);
        evaluate(16);
        assertThat(opened()).as("pending").hasSize(1);
        evaluate(17);
        assertThat(opened())
                .containsExactly("both web-1 CRITICAL OPEN 12:00:17", "either web-1 CRITICAL OPEN 12:00:01");

        stored.resolved(first, NOON.plusSeconds(20));
        evaluate(30);
        assertThat(opened())
                .containsExactly("both web-1 CRITICAL RESOLVED 12:00:17", "either web-1 CRITICAL RESOLVED 12:00:01");
        assertThat(rows(database, """
                select rule_name, to_char(resolved_at at time zone 'UTC', 'HH24:MI:SS') from alert
                where rule_name in ('both', 'either') order by 1""")).containsExactly("both 12:00:20", "either 12:00:20");
    }

    @Test
    void composite_joinsSpellingsOfAName() throws Exception {
        create("cpu", new Condition.Threshold("cpu"), Duration.ZERO);
        create("memory", new Condition.Threshold("memory"), Duration.ZERO);
        create(
                "both",
                new Composite(Operator.AND, List.of("cpu", "memory"), List.of(), 0, List.of("host")),
                Duration.ZERO);
        StoredAlerts stored = new StoredAlerts(database);
        open(stored, "cpu", "Web-1", Severity.LOW, 1);
        UUID memory = open(stored, "memory", "WEB-1", Severity.LOW, 2);

        evaluate(5);
        assertThat(opened()).containsExactly("both WEB-1 LOW OPEN 12:00:02");

        stored.resolved(memory, NOON.plusSeconds(6));
        evaluate(10);
        assertThat(opened()).containsExactly("both WEB-1 LOW RESOLVED 12:00:02");
    }

    @Test
    void alertWithoutValues_endsAfterAnHour() throws Exception {
        AlertRule rule = create("mean", mean(List.of("host")), Duration.ZERO);
        sample("web-1", "a", 5, 1);
        evaluate(40);
        TimeBasedEvaluationTask task =
                new TimeBasedEvaluationTask(store.timeBasedEvaluation(), () -> RuleSet.EMPTY, Set.of());

        execute(database, "update alert_rule_schedule set evaluated_until = '2026-11-23 13:00:50Z'");
        task.evaluate(List.of(rule), NOON.plusSeconds(7_200));
        assertThat(alerts()).containsExactly("{\"host\": \"web-1\"} HIGH OPEN 12:00:10 1");
        execute(database, "update alert_rule_schedule set evaluated_until = '2026-11-23 13:01:00Z'");
        task.evaluate(List.of(rule), NOON.plusSeconds(7_200));

        assertThat(alerts()).containsExactly("{\"host\": \"web-1\"} HIGH RESOLVED 12:00:10 1");
    }

    @Test
    void ruleThatDoesNotNotify_hasNoNotifications() throws Exception {
        store.channels()
                .create(
                        new UUID(1, 1),
                        Origin.API,
                        new Channel.Definition(
                                "all",
                                true,
                                new Channel.Target("webhook", Map.of(), Map.of()),
                                Severity.LOW,
                                Glob.ANY,
                                Glob.ANY,
                                ChannelIntervals.NONE,
                                Timing.NONE),
                        Actor.SYSTEM,
                        NOON);
        RuleDefinition mean = definition("mean", mean(List.of("host")), Duration.ZERO);
        RuleDefinition quiet = new RuleDefinition(
                "quiet",
                "",
                true,
                mean.condition(),
                mean.thresholds(),
                Duration.ZERO,
                Recovery.IMMEDIATE,
                Matchers.ALL,
                false);
        store.alertRules().create(UUID.randomUUID(), Origin.API, quiet, Actor.SYSTEM, NOON);
        create("composite", composite("quiet"), Duration.ZERO);
        sample("web-1", "a", 5, 1);

        evaluate(40);
        sample("web-1", "a", 15, 0);
        evaluate(50);

        assertThat(rows(database, """
                select rule_name, kind from notification
                join alert_transition as transition on transition.id = transition_id
                join alert on alert.id = transition.alert_id order by transition.id""")).containsExactly("composite OPENED", "composite RESOLVED");
        assertThat(rows(database, "select rule_name from alert order by 1")).containsExactly("composite", "quiet");
    }

    @Test
    void references_areCheckedWithTheRule() {
        AlertRule a = create("a", new Condition.Threshold("cpu"), Duration.ZERO);
        AlertRule one = create("one", composite("a"), Duration.ZERO);
        create("two", composite("one"), Duration.ZERO);
        create("three", composite("two"), Duration.ZERO);

        assertThatThrownBy(() -> create("four", composite("three"), Duration.ZERO))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("at most 3 composite rules");
        assertThatThrownBy(() -> create("none", composite("missing"), Duration.ZERO))
                .hasMessage("condition.members: missing (expected: the name or the id of an existing rule)");
        RuleDefinition circle = definition("one", composite("three"), Duration.ZERO);
        assertThatThrownBy(() -> store.alertRules().update(one.id(), circle, Actor.SYSTEM, NOON))
                .hasMessageContaining("rules that do not lead back to this one");
        assertThat(store.alertRules().delete(a.id(), Actor.SYSTEM, NOON)).isTrue();
    }

    private static Composite composite(String member) {
        return new Composite(Operator.OR, List.of(member), List.of(), 0, List.of("host"));
    }

    private UUID open(StoredAlerts stored, String rule, String host, Severity severity, int second) {
        return stored.open(
                store.alertRules().list().stream()
                        .filter(one -> one.definition().name().equals(rule))
                        .findFirst()
                        .orElseThrow(),
                host,
                severity,
                NOON.plusSeconds(second));
    }

    private static Aggregate mean(List<String> groupBy) {
        return new Aggregate("cpu", MetricFunction.AVG, groupBy, Duration.ofSeconds(10), Duration.ofSeconds(10), DELAY);
    }

    private AlertRule create(String name, Condition condition, Duration pendingPeriod) {
        return store.alertRules()
                .create(UUID.randomUUID(), Origin.API, definition(name, condition, pendingPeriod), Actor.SYSTEM, NOON);
    }

    private static RuleDefinition definition(String name, Condition condition, Duration pendingPeriod) {
        return new RuleDefinition(
                name,
                "",
                true,
                condition,
                condition
                        .ownThresholds()
                        .orElseGet(() -> new SeverityThresholds(Comparison.ABOVE, Map.of(Severity.HIGH, 0.9))),
                pendingPeriod,
                Recovery.IMMEDIATE,
                Matchers.ALL);
    }

    private void sample(String host, String rack, int second, double value) {
        StoredObservations.append(
                store, List.of(new MetricSample(host, "cpu", value, NOON.plusSeconds(second), Map.of("rack", rack))));
    }

    private void evaluate(int second) {
        List<AlertRule> rules = new ArrayList<>(store.alertRules().list());
        rules.removeIf(rule -> !rule.definition().enabled());
        task().evaluate(rules, NOON.plusSeconds(second));
    }

    private ScheduledEvaluationTask task() {
        return new ScheduledEvaluationTask(
                store.timeBasedEvaluation(),
                store.scheduledEvaluation(),
                () -> RuleSet.EMPTY,
                query -> {
                    if (query.equals("bad")) {
                        throw new InvalidDefinitionException("condition.query", query, "another query");
                    }
                    return LogCondition.ALL;
                },
                Set.of());
    }

    private List<String> schedule() throws SQLException {
        return rows(database, """
                select to_char(evaluated_until at time zone 'UTC', 'HH24:MI:SS'), failures from alert_rule_schedule""");
    }

    private List<String> alerts() throws SQLException {
        return rows(database, """
                select labels, severity, status, to_char(opened_at at time zone 'UTC', 'HH24:MI:SS'), value
                from alerts order by opened_at""");
    }

    private List<String> opened() throws SQLException {
        return rows(database, """
                select rule_name, host, severity, status, to_char(opened_at at time zone 'UTC', 'HH24:MI:SS')
                from alert where rule_name in ('both', 'either') order by rule_name""");
    }
}
