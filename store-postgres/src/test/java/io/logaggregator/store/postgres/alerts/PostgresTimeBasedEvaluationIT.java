package io.logaggregator.store.postgres.alerts;

import static io.logaggregator.store.postgres.alerts.AlertFixtures.CPU;
import static io.logaggregator.store.postgres.alerts.AlertFixtures.NOON;
import static io.logaggregator.store.postgres.alerts.AlertFixtures.cpuAbove80Percent;
import static io.logaggregator.store.postgres.alerts.AlertFixtures.execute;
import static io.logaggregator.store.postgres.alerts.AlertFixtures.rows;
import static io.logaggregator.store.postgres.alerts.AlertFixtures.rule;
import static io.logaggregator.store.postgres.alerts.AlertFixtures.store;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.engine.RuleSet;
import io.logaggregator.core.alerting.engine.Signal;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.scheduled.TimeBasedEvaluationTask;
import io.logaggregator.core.alerting.state.AlertStateStore;
import io.logaggregator.core.alerting.state.TimeBasedEvaluation;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.ingest.IngestBatch;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.ledger.Advance;
import io.logaggregator.core.ledger.IngestCounts;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.queue.Position;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.testkit.TestPostgres;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("NullAway.Init") // JUnit calls open() before each test
class PostgresTimeBasedEvaluationIT {

    private static final AlertRule RULE = cpuAbove80Percent(Duration.ofMinutes(1));
    private static final String AGE = "update alert_state set updated_at = updated_at - interval '1 hour'";

    private TestPostgres.Database database;
    private PostgresStore store;

    @BeforeEach
    void open() throws Exception {
        database = TestStore.newDatabase();
        store = TestStore.on(database);
        store(database, RULE);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void watermark_isThatOfSlowestPartition() {
        Partition fast = new Partition("logs", "id", 0);
        Partition slow = new Partition("metrics", "id", 0);
        Set<String> topics = Set.of("logs", "metrics");
        try (IngestSession session = store.openIngestSession()) {
            session.positions(Map.of(fast, 0L, slow, 0L));
            session.store(IngestBatch.EMPTY.withAdvances(List.of(readUntil(fast, NOON))));
            assertThat(store.timeBasedEvaluation().watermark(topics)).isEmpty();
            assertThat(store.timeBasedEvaluation().watermark(Set.of("logs"))).contains(NOON);

            session.store(IngestBatch.EMPTY.withAdvances(List.of(readUntil(slow, NOON.minusSeconds(5)))));
            session.store(IngestBatch.EMPTY.withAdvances(List.of(readUntil(slow, NOON.minusSeconds(9)))));
        }

        assertThat(store.timeBasedEvaluation().watermark(topics)).contains(NOON.minusSeconds(5));
        assertThat(store.timeBasedEvaluation().watermark(Set.of("other"))).isEmpty();
    }

    @Test
    void evaluate_opensForSilentHostAndResolvesOnActivity() throws Exception {
        AlertRule rule = noData(NoData.Of.HOST, Glob.ANY);
        seen("web-1", NOON);
        seen("web-2", NOON.plusSeconds(100));
        tick(rule, NOON.plusSeconds(59));
        assertThat(rows(database, "select * from alert")).isEmpty();

        tick(rule, NOON.plusSeconds(70));
        tick(rule, NOON.plusSeconds(71));
        assertThat(rows(database, "select host, status, opened_at = '2026-11-23 12:01Z' from alerts"))
                .containsExactly("web-1 OPEN t");

        seen("web-1", NOON.plusSeconds(90));
        tick(rule, NOON.plusSeconds(100));
        assertThat(rows(database, "select status, resolved_at = '2026-11-23 12:01:30Z' from alert"))
                .containsExactly("RESOLVED t");
    }

    @Test
    void newRule_expectsSilentHostsFromNextMessage() throws Exception {
        AlertRules rules = store.alertRules();
        RuleDefinition web = noData(NoData.Of.HOST, new Glob("web-*")).definition();
        seen("web-1", NOON);
        seen("web-2", NOON.plusSeconds(70));
        seen("db-1", NOON);
        AlertRule rule = rules.create(new UUID(1, 1), Origin.API, web, Actor.SYSTEM, NOON.plusSeconds(100));
        assertThat(rules.alreadySilent(rule, NOON.plusSeconds(100))).isEqualTo(1);

        tick(rule, NOON.plusSeconds(140));
        assertThat(openedHosts()).containsExactly("web-2");
        seen("web-1", NOON.plusSeconds(150));
        tick(rule, NOON.plusSeconds(300));
        assertThat(openedHosts()).containsExactly("web-1", "web-2");

        RuleDefinition all = noData(NoData.Of.HOST, Glob.ANY).definition();
        tick(updated(rules, all), NOON.plusSeconds(301));
        assertThat(openedHosts()).containsExactly("web-1", "web-2");
        tick(updated(rules, all.withEnabled(false)), NOON.plusSeconds(302));
        tick(updated(rules, all), NOON.plusSeconds(303));
        assertThat(rows(database, "select host from alert where status = 'OPEN'"))
                .isEmpty();
    }

    @Test
    void spellingsOfAName_areOneHost() throws Exception {
        AlertRule rule = noData(NoData.Of.HOST, new Glob("web-*"));
        seen("WEB-1", NOON);
        seen("web-1", NOON.plusSeconds(50));
        tick(rule, NOON.plusSeconds(70));
        assertThat(openedHosts()).isEmpty();

        tick(rule, NOON.plusSeconds(115));
        assertThat(rows(database, "select host, opened_at = '2026-11-23 12:01:50Z' from alert"))
                .containsExactly("web-1 t");
        seen("Web-1", NOON.plusSeconds(120));
        tick(rule, NOON.plusSeconds(125));
        tick(rule, NOON.plusSeconds(185));

        assertThat(rows(database, "select host, status from alert order by opened_at"))
                .containsExactly("web-1 RESOLVED", "Web-1 OPEN");
        assertThat(rows(database, "select count(distinct fingerprint) from alert"))
                .containsExactly("1");
    }

    @Test
    void newGroupRule_expectsSilentGroupFromNextMessage() throws Exception {
        seen("web-1", NOON);
        AlertRule rule = store.alertRules()
                .create(
                        new UUID(1, 1),
                        Origin.API,
                        noData(NoData.Of.GROUP, Glob.ANY).definition(),
                        Actor.SYSTEM,
                        NOON.plusSeconds(100));

        assertThat(store.alertRules().alreadySilent(rule, NOON.plusSeconds(100)))
                .isEqualTo(1);

        tick(rule, NOON.plusSeconds(140));
        assertThat(openedHosts()).isEmpty();
        seen("web-2", NOON.plusSeconds(150));
        tick(rule, NOON.plusSeconds(300));
        assertThat(openedHosts()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void newRuleThatAlertsExisting_expectsSilentHostsAtOnce(NoData.Of of) throws Exception {
        AlertRules rules = store.alertRules();
        RuleDefinition later = noData(of, Glob.ANY).definition();
        RuleDefinition existing = rule(
                        new NoData(of, NoData.FORGET_AFTER, true),
                        Map.of(Severity.HIGH, 60.0),
                        Recovery.IMMEDIATE,
                        Glob.ANY)
                .definition();
        seen("web-1", NOON);
        AlertRule rule = rules.create(new UUID(1, 1), Origin.API, later, Actor.SYSTEM, NOON.plusSeconds(100));
        tick(rule, NOON.plusSeconds(140));
        assertThat(openedHosts()).isEmpty();

        AlertRule changed = updated(rules, existing);
        assertThat(rules.alreadySilent(changed, NOON.plusSeconds(300))).isZero();
        tick(changed, NOON.plusSeconds(301));
        assertThat(openedHosts()).hasSize(1);
        assertThat(rules.alreadySilent(updated(rules, later), NOON.plusSeconds(302)))
                .as("expected already")
                .isZero();
    }

    private static AlertRule updated(AlertRules rules, RuleDefinition definition) {
        return rules.update(new UUID(1, 1), definition, Actor.SYSTEM, NOON.plusSeconds(300))
                .orElseThrow();
    }

    private List<String> openedHosts() throws Exception {
        return rows(database, "select host from alert order by host");
    }

    @Test
    void evaluate_ignoresForgottenHost() throws Exception {
        seen("web-1", NOON);

        tick(noData(NoData.Of.HOST, Glob.ANY), NOON.plus(Duration.ofDays(8)));

        assertThat(rows(database, "select * from alert")).isEmpty();
    }

    @Test
    void evaluate_opensForGroup_whenAllHostsAreSilent() throws Exception {
        AlertRule rule = noData(NoData.Of.GROUP, new Glob("web-*"));
        seen("web-1", NOON);
        seen("web-2", NOON.plusSeconds(30));
        seen("db-1", NOON.plusSeconds(300));

        tick(rule, NOON.plusSeconds(80));
        assertThat(rows(database, "select * from alert")).isEmpty();
        tick(rule, NOON.plusSeconds(100));
        assertThat(rows(database, "select labels, opened_at = '2026-11-23 12:01:30Z' from alert"))
                .containsExactly("{} t");
    }

    /** Rule M3. */
    @Test
    void openNoDataAlerts_areNotReadBeforeTheyAreDue() throws Exception {
        AlertRule rule = rule(
                new NoData(NoData.Of.HOST, Duration.ofHours(1)),
                Map.of(Severity.LOW, 60.0, Severity.HIGH, 300.0),
                Recovery.IMMEDIATE,
                Glob.ANY);
        store(database, rule);
        execute(database, """
                insert into host (name, first_seen_at, last_seen_at, appended_at)
                select 'web-' || number, '2026-11-23 11:00Z', '2026-11-23 12:00Z', '2026-11-23 12:00Z'
                from generate_series(1, 2500) as number""");

        assertThat(statesRead(rule, NOON.plusSeconds(59))).isZero();
        assertThat(statesRead(rule, NOON.plusSeconds(60))).isEqualTo(2500);
        assertThat(statesRead(rule, NOON.plusSeconds(61))).isZero();
        seen("web-7", NOON.plusSeconds(100));
        assertThat(statesRead(rule, NOON.plusSeconds(110))).isEqualTo(1);
        assertThat(statesRead(rule, NOON.plusSeconds(111))).isZero();
        assertThat(statesRead(rule, NOON.plusSeconds(159))).isZero();
        assertThat(statesRead(rule, NOON.plusSeconds(160))).isEqualTo(1);
        assertThat(statesRead(rule, NOON.plusSeconds(299))).isZero();
        assertThat(statesRead(rule, NOON.plusSeconds(300))).isEqualTo(2499);
        assertThat(statesRead(rule, NOON.plusSeconds(3599))).isEqualTo(1);
        assertThat(statesRead(rule, NOON.plusSeconds(3600))).isEqualTo(2499);
        assertThat(statesRead(rule, NOON.plusSeconds(3601))).isZero();
        assertThat(rows(database, "select kind, reason, count(*) from alert_transition group by 1, 2 order by 1, 2"))
                .containsExactly(
                        "OPENED null 2501", "RAISED null 2500", "RESOLVED FORGOTTEN 2499", "RESOLVED RECOVERED 1");
    }

    /** An alert that the version before has opened has no due time. */
    @ParameterizedTest
    @EnumSource
    void noDataAlertWithoutDueTime_isReadOnce(NoData.Of of) throws Exception {
        AlertRule rule = noData(of, Glob.ANY);
        seen("web-1", NOON);
        tick(rule, NOON.plusSeconds(70));
        execute(database, "update alert_state set due_at = null, appended_at = null");

        assertThat(statesRead(rule, NOON.plusSeconds(80))).isEqualTo(1);
        assertThat(statesRead(rule, NOON.plusSeconds(81))).isZero();
        seen("web-1", NOON.plusSeconds(90));
        assertThat(statesRead(rule, NOON.plusSeconds(91))).isEqualTo(1);
        assertThat(rows(database, "select status from alert")).containsExactly("RESOLVED");
    }

    @ParameterizedTest
    @EnumSource
    void editOfNoDataRule_readsItsAlertsOnce(NoData.Of of) throws Exception {
        AlertRules rules = store.alertRules();
        seen("web-1", NOON);
        AlertRule rule = rules.create(
                new UUID(1, 1), Origin.API, noData(of, Glob.ANY).definition(), Actor.SYSTEM, NOON.minusSeconds(300));
        assertThat(statesRead(rule, NOON.plusSeconds(70))).isEqualTo(1);

        AlertRule relaxed = updated(
                rules,
                rule(new NoData(of, NoData.FORGET_AFTER), Map.of(Severity.HIGH, 90.0), Recovery.IMMEDIATE, Glob.ANY)
                        .definition());
        assertThat(statesRead(relaxed, NOON.plusSeconds(80))).isEqualTo(1);
        assertThat(rows(database, "select status from alert")).containsExactly("RESOLVED");
        assertThat(statesRead(relaxed, NOON.plusSeconds(89))).isZero();
    }

    /** The number of states that a tick reads. */
    private int statesRead(AlertRule rule, Instant now) {
        AtomicInteger states = new AtomicInteger();
        TimeBasedEvaluation real = store.timeBasedEvaluation();
        TimeBasedEvaluation counting = new TimeBasedEvaluation() {
            @Override
            public Optional<Instant> watermark(Set<String> topics) {
                return real.watermark(topics);
            }

            @Override
            public boolean run(Consumer<AlertStateStore> work) {
                return real.run(store -> work.accept(counting(store, states)));
            }

            @Override
            public boolean completeEvidence() {
                return real.completeEvidence();
            }

            @Override
            public boolean deleteInactive() {
                return real.deleteInactive();
            }
        };
        new TimeBasedEvaluationTask(counting, () -> RuleSet.EMPTY, Set.of()).evaluate(List.of(rule), now);
        return states.get();
    }

    private static AlertStateStore counting(AlertStateStore real, AtomicInteger states) {
        return (AlertStateStore) Proxy.newProxyInstance(
                AlertStateStore.class.getClassLoader(),
                new Class<?>[] {AlertStateStore.class},
                (_, method, arguments) -> {
                    Object result = method.invoke(real, arguments);
                    if (method.getName().equals("load")) {
                        states.addAndGet(((List<?>) result).size());
                    }
                    return result;
                });
    }

    @Test
    void evaluate_completesRecoveryWithoutMessage() throws Exception {
        ingest(List.of(sample("web-1", NOON, 0.95)));
        ingest(List.of(sample("web-1", NOON.plusSeconds(10), 0.1)));
        tick(RULE, NOON.plusSeconds(74));
        assertThat(rows(database, "select status from alert")).containsExactly("OPEN");

        tick(RULE, NOON.plusSeconds(75));
        assertThat(rows(database, "select status, resolved_at = '2026-11-23 12:01:10Z' from alert"))
                .containsExactly("RESOLVED t");
        assertThat(rows(database, "select * from alert_state")).hasSize(1);

        ingest(List.of(sample("web-1", NOON.plusSeconds(80), 0.1)));
        execute(database, AGE);
        tick(RULE, NOON.plusSeconds(80));
        assertThat(rows(database, "select * from alert_state")).isEmpty();
    }

    @Test
    void evaluate_runsOnOneInstance() throws Exception {
        try (PostgresStore other = new PostgresStore(TestStore.config(database));
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(" + PostgresTimeBasedEvaluation.LOCK + ")");
            assertThat(other.timeBasedEvaluation().run(_ -> {})).isFalse();
            connection.rollback();
            assertThat(other.timeBasedEvaluation().run(_ -> {})).isTrue();
        }
    }

    @Test
    void evaluate_resolvesOrphanedAlerts() throws Exception {
        ingest(List.of(sample("web-1", NOON, 0.95)));
        execute(database, "update alert_rule set enabled = false");

        task().evaluate(List.of(), NOON.plusSeconds(5));

        assertThat(rows(database, "select kind, actor, comment from alert_transition order by id"))
                .containsExactly("OPENED system ", "RESOLVED system rule deleted or disabled");
        assertThat(rows(database, "select * from alert_state")).isEmpty();
    }

    @Test
    void evaluate_resolvesAlertsOfSeriesWithoutSamples() throws Exception {
        ingest(List.of(sample("web-1", NOON, 0.95), sample("web-2", NOON, 0.95)));
        ingest(List.of(sample("web-2", NOON.plusSeconds(60), 0.95)));
        tick(RULE, NOON.plusSeconds(3599));
        assertThat(rows(database, "select host, status from alert order by host"))
                .containsExactly("web-1 OPEN", "web-2 OPEN");

        tick(RULE, NOON.plusSeconds(3600));

        assertThat(rows(database, "select host, status, resolved_at = '2026-11-23 13:00Z' from alert order by host"))
                .containsExactly("web-1 RESOLVED t", "web-2 OPEN null");
        assertThat(rows(database, "select reason, comment from alert_transition where kind = 'RESOLVED'"))
                .containsExactly("STALE no samples for PT1H");
    }

    @Test
    void evaluate_completesEvidenceOfAlertStorm(TestReporter reporter) throws Exception {
        ingest(IntStream.range(0, 500)
                .mapToObj(host -> sample("web-" + host, NOON, 0.95))
                .toList());
        tick(RULE, NOON);
        long begin = System.nanoTime();
        tick(RULE, NOON);
        reporter.publishEntry("evidence", "100 alerts in milliseconds: " + millisecondsSince(begin));

        assertThat(rows(database, "select distinct complete, cardinality(sample_at) from alert_evidence"))
                .containsExactly("t 1");
    }

    @Test
    void evaluate_handles50000Hosts(TestReporter reporter) throws Exception {
        execute(database, """
                insert into host
                select 'web-' || number, '2026-11-23 11:00Z', '2026-11-23 12:00Z'
                from generate_series(1, 50000) as number""");
        AlertRule rule = noData(NoData.Of.HOST, Glob.ANY);
        tick(rule, NOON);
        long begin = System.nanoTime();
        task().evaluate(List.of(rule), NOON.plusSeconds(30));
        reporter.publishEntry("tick", "50,000 hosts in milliseconds: " + millisecondsSince(begin));

        assertThat(rows(database, "select * from alert_state")).isEmpty();
    }

    private void tick(AlertRule rule, Instant now) throws Exception {
        if (rows(database, "select id from alert_rule where id = '" + rule.id() + "'")
                .isEmpty()) {
            store(database, rule);
        }
        task().evaluate(List.of(rule), now);
    }

    private TimeBasedEvaluationTask task() {
        return new TimeBasedEvaluationTask(store.timeBasedEvaluation(), () -> RuleSet.EMPTY, Set.of());
    }

    private static long millisecondsSince(long nanoTime) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanoTime);
    }

    private static Advance readUntil(Partition partition, Instant instant) {
        return new Advance(partition, Position.of(0), Position.of(0), IngestCounts.ZERO, Optional.of(instant));
    }

    private void seen(String host, Instant at) {
        try (IngestSession session = store.openIngestSession()) {
            session.store(IngestBatch.of(List.of(sample(host, at, 0.1))));
        }
    }

    private void ingest(List<MetricSample> samples) {
        try (IngestSession session = store.openIngestSession()) {
            session.store(IngestBatch.of(samples)
                    .withSignals(tracked -> samples.stream()
                            .map(sample -> new Signal(
                                    RULE,
                                    Labels.ofHost(sample.host(), sample.attributes()),
                                    List.of(new Point(sample.observedAt(), sample.value()))))
                            .toList()));
        }
    }

    private static MetricSample sample(String host, Instant at, double value) {
        return new MetricSample(host, CPU, value, at, Map.of());
    }

    private static AlertRule noData(NoData.Of of, Glob host) {
        return rule(new NoData(of, NoData.FORGET_AFTER), Map.of(Severity.HIGH, 60.0), Recovery.IMMEDIATE, host);
    }
}
