package io.logaggregator.store.postgres.alerts;

import static io.logaggregator.store.postgres.alerts.AlertFixtures.CPU;
import static io.logaggregator.store.postgres.alerts.AlertFixtures.NOON;
import static io.logaggregator.store.postgres.alerts.AlertFixtures.cpuAbove80Percent;
import static io.logaggregator.store.postgres.alerts.AlertFixtures.execute;
import static io.logaggregator.store.postgres.alerts.AlertFixtures.rows;
import static io.logaggregator.store.postgres.alerts.AlertFixtures.rule;
import static io.logaggregator.store.postgres.alerts.AlertFixtures.store;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertQuery;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.engine.AlertEngine;
import io.logaggregator.core.alerting.engine.CachedRules;
import io.logaggregator.core.alerting.engine.RuleSet;
import io.logaggregator.core.alerting.engine.Signal;
import io.logaggregator.core.alerting.kinds.ExternalAlerts;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.RuleNotice;
import io.logaggregator.core.alerting.rule.SampleFunction;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.alerting.state.TrackedHosts;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.ingest.IngestBatch;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.ingest.StaleOwnerException;
import io.logaggregator.core.ledger.IngestCounts;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.MetricSample.ExternalAlert;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.observation.ProcessSnapshot;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.testkit.TestAdvances;
import io.logaggregator.testkit.TestPostgres;
import io.logaggregator.testkit.fakes.FakeLogMatching;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Evaluation in the transaction that stores the observations. */
@SuppressWarnings("NullAway.Init") // JUnit calls open() before each test
class AlertEvaluationIT {

    private static final AlertRule RULE = cpuAbove80Percent(Duration.ZERO);

    private static final AlertQuery ALL = AlertQuery.ALL;

    private TestPostgres.Database database;
    private PostgresStore store;
    private IngestSession session;

    @BeforeEach
    void open() throws Exception {
        database = TestStore.newDatabase();
        store = TestStore.on(database);
        session = store.openIngestSession();
        store(database, RULE);
    }

    @AfterEach
    void close() {
        session.close();
        store.close();
    }

    @Test
    void evaluate_opensOneAlertFor10000Samples() throws Exception {
        for (int batch = 0; batch < 10; batch++) {
            Instant begin = NOON.plusSeconds(1000L * batch);
            ingest(
                    session,
                    IntStream.range(0, 1000)
                            .mapToObj(second -> cpu("web-1", begin.plusSeconds(second), 0.85))
                            .toList());
        }

        assertThat(rows(database, "select host, severity, status, occurrences from alerts"))
                .containsExactly("web-1 MEDIUM OPEN 10000");
        assertThat(rows(database, "select kind from alert_transition")).containsExactly("OPENED");
    }

    @Test
    void batchBeforeAnEdit_isEvaluatedWithTheEditedRule() throws Exception {
        CachedRules cached = new CachedRules(store.alertRules(), FakeLogMatching.NONE, InstantSource.system());
        List<Observation> observations = List.of(cpu("web-1", NOON, 0.85));
        IngestBatch before =
                IngestBatch.of(observations).withSignals(cached.get().signals(observations));
        store.alertRules().update(RULE.id(), pending(0.84, Duration.ofSeconds(60)), Actor.SYSTEM, NOON);

        session.store(before);

        assertThat(rows(database, "select kind from alert_transition")).isEmpty();
        assertThat(rows(database, "select labels ->> 'host', last_value from alert_state"))
                .containsExactly("web-1 0.85");
    }

    @Test
    void edit_waitsForRunningEvaluation() throws Exception {
        CountDownLatch evaluating = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        Signal.Source source = (_, _) -> {
            evaluating.countDown();
            awaitRelease(released);
            return List.of(signal(List.of(cpu("web-1", NOON, 0.85))));
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> ingest = threads.submit(() -> session.store(IngestBatch.EMPTY.withSignals(source)));
            try {
                assertThat(evaluating.await(2, MINUTES)).isTrue();
                Future<?> edit = threads.submit(
                        () -> store.alertRules().update(RULE.id(), disabled(), Actor.SYSTEM, NOON.plusSeconds(60)));
                await().atMost(2, MINUTES).until(() -> !rows(database, """
                                select pid from pg_locks
                                where locktype = 'advisory' and not granted
                                  and database = (select oid from pg_database where datname = current_database())
                                """).isEmpty());

                assertThat(edit.isDone()).isFalse();

                released.countDown();
                ingest.get(2, MINUTES);
                edit.get(2, MINUTES);
            } finally {
                released.countDown();
            }
        }

        assertThat(rows(database, "select kind, comment from alert_transition order by id"))
                .containsExactly("OPENED ", "RESOLVED rule disabled");
        assertThat(rows(database, "select 1 from alert_state")).isEmpty();
    }

    private static void awaitRelease(CountDownLatch released) {
        try {
            assertThat(released.await(5, MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RuleDefinition disabled() {
        RuleDefinition rule = RULE.definition();
        return new RuleDefinition(
                rule.name(),
                rule.description(),
                false,
                rule.condition(),
                rule.thresholds(),
                rule.pendingPeriod(),
                rule.recovery(),
                rule.matchers());
    }

    @Test
    void relaxedThreshold_comparesTheStoredLastValue() throws Exception {
        CachedRules cached = new CachedRules(store.alertRules(), FakeLogMatching.NONE, InstantSource.system());
        store.alertRules().update(RULE.id(), pending(0.8, Duration.ofSeconds(60)), Actor.SYSTEM, NOON);
        ingest(cached, cpu("web-1", NOON, 0.9));
        ingest(cached, cpu("web-1", NOON.plusSeconds(10), 0.9));
        store.alertRules().update(RULE.id(), pending(0.85, Duration.ofSeconds(60)), Actor.SYSTEM, NOON);
        ingest(cached, cpu("web-1", NOON.plusSeconds(69), 0.9));
        assertThat(rows(database, "select kind from alert_transition")).isEmpty();

        ingest(cached, cpu("web-1", NOON.plusSeconds(70), 0.9));

        assertThat(rows(database, "select kind from alert_transition")).containsExactly("OPENED");
    }

    private static RuleDefinition pending(double threshold, Duration period) {
        return new RuleDefinition(
                "CPU",
                "",
                true,
                RULE.definition().condition(),
                new SeverityThresholds(Comparison.ABOVE, Map.of(Severity.HIGH, threshold)),
                period,
                Recovery.IMMEDIATE,
                Matchers.ALL);
    }

    private void ingest(CachedRules rules, MetricSample sample) {
        List<Observation> observations = List.of(sample);
        session.store(IngestBatch.of(observations).withSignals(rules.get().signals(observations)));
    }

    @Test
    void escalation_endsAcknowledgement() throws Exception {
        ingest(session, List.of(cpu("web-1", NOON, 0.85)));
        acknowledge(NOON.plusSeconds(1));
        assertThat(rows(database, "select status, acknowledged_at is null from alert"))
                .containsExactly("ACKNOWLEDGED f");

        ingest(session, List.of(cpu("web-1", NOON.plusSeconds(2), 0.95)));
        assertThat(rows(database, "select status, acknowledged_at is null from alert"))
                .containsExactly("OPEN t");

        acknowledge(NOON.plusSeconds(3));
        ingest(session, List.of(cpu("web-1", NOON.plusSeconds(4), 0.79)));
        assertThat(rows(database, "select status, severity from alert")).containsExactly("ACKNOWLEDGED MEDIUM");
    }

    private void acknowledge(Instant now) {
        UUID id = store.alerts()
                .find(AlertQuery.ALL, 1, Optional.empty())
                .items()
                .getFirst()
                .id();
        store.alerts().act(id, AlertStatus.ACKNOWLEDGED, "", Actor.SYSTEM, now);
    }

    @Test
    void evaluate_escalatesDeescalatesAndResolvesAlert() throws Exception {
        ingest(session, List.of(cpu("web-1", NOON, 0.85), cpu("web-1", NOON.plusSeconds(1), 0.95)));
        ingest(session, List.of(cpu("web-1", NOON.plusSeconds(2), 0.79)));
        ingest(session, List.of(cpu("web-1", NOON.plusSeconds(3), 0.5), cpu("web-1", NOON.plusSeconds(4), 0.95)));

        assertThat(rows(database, "select kind, severity from alert_transition order by id"))
                .containsExactly("OPENED MEDIUM", "RAISED HIGH", "LOWERED MEDIUM", "RESOLVED MEDIUM", "OPENED HIGH");
        assertThat(rows(database, "select status, severity, highest, peak from alert order by id"))
                .containsExactly("RESOLVED MEDIUM HIGH 0.95", "OPEN HIGH HIGH 0.95");
        assertThat(rows(database, "select severity, value, threshold from alert_evidence order by at"))
                .containsExactly("MEDIUM 0.85 0.8", "HIGH 0.95 0.9", "HIGH 0.95 0.9");
    }

    @Test
    void spellingsOfAName_areOneHost() throws Exception {
        ingest(RULE, cpu("Web-1", NOON, 0.85), cpu("web-1", NOON.plusSeconds(1), 0.85));
        ingest(RULE, cpu("WEB-1", NOON.plusSeconds(2), 0.95));
        ingest(session, List.of(cpu("web-1", NOON.plusSeconds(3), 0.1)));

        assertThat(rows(database, "select host, highest, status from alerts")).containsExactly("Web-1 HIGH RESOLVED");
    }

    @Test
    void externalAlert_hasItsStart_andItsNewestAnnotations() throws Exception {
        evaluate(session, List.of(external(NOON, "90 %")));
        evaluate(session, List.of(external(NOON.plusSeconds(60), "95 \0 %")));

        Alert alert = store.alerts().find(ALL, 10, Optional.empty()).items().getFirst();
        assertThat(alert.openedAt()).isEqualTo(NOON.minusSeconds(600));
        assertThat(alert.occurrences()).isEqualTo(2);
        assertThat(alert.external())
                .contains(new Alert.External(
                        new TreeMap<>(Map.of("summary", "95 \uFFFD %")), "http://p/graph", NOON.plusSeconds(360)));
    }

    @Test
    void alertOfRule_hasNoExternalParts() {
        ingest(session, List.of(cpu("web-1", NOON, 0.95)));

        assertThat(store.alerts().find(ALL, 10, Optional.empty()).items())
                .singleElement()
                .satisfies(alert -> assertThat(alert.external()).isEmpty());
    }

    private static Signal external(Instant at, String summary) {
        ExternalAlert alert =
                new ExternalAlert(NOON.minusSeconds(600), new TreeMap<>(Map.of("summary", summary)), "http://p/graph");
        return new Signal(
                ExternalAlerts.RULE,
                Labels.ofHost("web-1", Map.of("alertname", "Disk full")),
                List.of(new Point(at, at.plusSeconds(300).getEpochSecond())),
                List.of(at),
                MetricSample.Kind.GAUGE,
                Map.of(at, alert));
    }

    @Test
    void evaluate_ignoresLateSample_beforeNewerNormalOne() throws Exception {
        ingest(session, List.of(cpu("web-1", NOON.plusSeconds(10), 0.2)));
        ingest(
                session,
                List.of(new MetricSample(
                        "web-1",
                        CPU,
                        0.95,
                        NOON,
                        NOON.plusSeconds(11),
                        MetricSample.Kind.GAUGE,
                        new TreeMap<>(Map.of("cpu", "0")))));

        assertThat(rows(database, "select * from alert")).isEmpty();
        assertThat(rows(database, "select judged_until from alert_state")).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void evaluate_ignoresNewerSample_ofClockAhead() throws Exception {
        ingest(session, List.of(cpu("web-1", NOON.plusSeconds(540), 0.2)));
        MetricSample corrected = cpu("web-1", NOON, 0.95);
        Signal signal = new Signal(
                RULE,
                Labels.ofHost(corrected.host(), corrected.attributes()),
                List.of(new Point(corrected.observedAt(), corrected.value())),
                List.of(NOON.plusSeconds(1)),
                MetricSample.Kind.GAUGE);

        session.store(IngestBatch.of(List.of(corrected)).withSignals(tracked -> List.of(signal)));

        assertThat(rows(database, "select opened_at = '2026-11-23 12:00Z' from alert"))
                .containsExactly("t");
    }

    @Test
    void evaluate_usesSamplesOfOwnTransaction() throws Exception {
        ingest(session, List.of(cpu("web-1", NOON, 0.95), cpu("web-1", NOON.plusSeconds(10), 0.95)));

        assertThat(rows(database, "select occurrences from alerts")).containsExactly("2");
    }

    @Test
    void evaluate_continuesFromStateOfOtherSession() throws Exception {
        ingest(session, List.of(cpu("web-1", NOON, 0.95)));
        try (IngestSession other = store.openIngestSession()) {
            ingest(other, List.of(cpu("web-1", NOON.plusSeconds(10), 0.95)));
            ingest(other, List.of(cpu("web-1", NOON.plusSeconds(20), 0.1)));
        }

        assertThat(rows(database, "select status, occurrences from alerts")).containsExactly("RESOLVED 2");
    }

    @Test
    void evaluate_opensOneAlert_inConcurrentSessions() throws Exception {
        int rounds = 30;
        int hosts = 20;
        CyclicBarrier barrier = new CyclicBarrier(2);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> sessions = new ArrayList<>();
            for (int number = 0; number < 2; number++) {
                int offset = number;
                sessions.add(executor.submit(() -> {
                    try (IngestSession own = store.openIngestSession()) {
                        for (int round = 0; round < rounds; round++) {
                            Instant at = NOON.plusSeconds(2L * round + offset);
                            List<MetricSample> samples = IntStream.range(0, hosts)
                                    .mapToObj(host -> cpu("web-" + host, at, 0.85))
                                    .toList();
                            barrier.await();
                            ingest(own, samples);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> one : sessions) {
                one.get();
            }
        }

        assertThat(rows(database, "select distinct count(*) from alert group by host"))
                .containsExactly("1");
        assertThat(rows(database, "select count(*) from alert_transition")).containsExactly("" + hosts);
    }

    @Test
    void evaluate_sumsEventsOfTwoSessions() throws Exception {
        AlertRule errors = errors(5);
        store(database, errors);
        try (IngestSession other = store.openIngestSession()) {
            evaluate(session, List.of(events(errors, "shop", NOON, 3)));
            assertThat(rows(database, "select * from alert")).isEmpty();
            evaluate(other, List.of(events(errors, "shop", NOON.plusSeconds(3), 3)));
        }

        assertThat(rows(database, "select value, occurrences, host from alerts"))
                .containsExactly("6 3 ");
        assertThat(rows(database, "select sample_value from alert_evidence")).containsExactly("{3,3}");
    }

    @Test
    void evaluate_recordsNotice_aboveGroupLimit() throws Exception {
        AlertRule errors = errors(5);
        store(database, errors);
        int groups = AlertEngine.MAX_GROUPS + 200;
        evaluate(
                session,
                IntStream.range(0, groups)
                        .mapToObj(group -> events(errors, "user-" + group, NOON, 2))
                        .toList());
        evaluate(session, List.of(events(errors, "one more", NOON.plusSeconds(1), 7)));

        assertThat(rows(database, "select * from alert_state")).isEmpty();
        evaluate(session, List.of(events(errors, "one more", NOON.plusSeconds(2), 7)));
        assertThat(store.alertRules().notices()).singleElement().satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo(RuleNotice.Kind.UNCOUNTED_GROUPS);
            assertThat(notice.detail()).isEqualTo("" + AlertEngine.MAX_GROUPS);
            assertThat(notice.count()).isEqualTo(414);
            assertThat(notice.subjects()).isEqualTo(201);
            assertThat(notice.since()).isEqualTo(NOON);
            assertThat(notice.until()).isEqualTo(NOON.plusSeconds(2));
        });

        evaluate(
                session,
                List.of(
                        events(errors, "user-" + (AlertEngine.MAX_GROUPS - 1), NOON.plusSeconds(3), 4),
                        events(errors, "user-" + AlertEngine.MAX_GROUPS, NOON.plusSeconds(3), 4)));

        assertThat(rows(database, "select labels ->> 'application' from alert"))
                .containsExactly("user-" + (AlertEngine.MAX_GROUPS - 1));
    }

    @Test
    void evaluate_storesNothing_onRollback() throws Exception {
        Partition partition = new Partition("metrics", "id", 0);
        MetricSample sample = cpu("web-1", NOON, 0.95);

        assertThatThrownBy(() -> session.store(IngestBatch.of(List.of(sample))
                        .withSignals(tracked -> List.of(signal(List.of(sample))))
                        .withAdvances(List.of(
                                TestAdvances.of(partition, 5, 6, new IngestCounts(1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0))))))
                .isInstanceOf(StaleOwnerException.class);

        assertThat(rows(database, "select fingerprint from alert_state")).isEmpty();
        assertThat(rows(database, "select id from alert")).isEmpty();
    }

    @Test
    void evaluate_storesNoState_forNormalSamples() throws Exception {
        ingest(session, List.of(cpu("web-1", NOON, 0.1), cpu("web-2", NOON, 0.2)));

        assertThat(rows(database, "select * from alert_state")).isEmpty();
    }

    @Test
    void evaluate_listsHostsWithState() throws Exception {
        ingest(session, List.of(cpu("web-1", NOON, 0.95), cpu("web-2", NOON, 0.95), cpu("web-3", NOON, 0.1)));

        assertThat(trackedHosts(2)).isEqualTo(new TrackedHosts(Map.of(RULE.id(), Set.of("web-1", "web-2")), Set.of()));
        assertThat(trackedHosts(1)).isEqualTo(new TrackedHosts(Map.of(), Set.of(RULE.id())));
        assertThat(trackedHosts(0)).isEqualTo(TrackedHosts.NONE);
    }

    private TrackedHosts trackedHosts(int samples) {
        AtomicReference<TrackedHosts> answer = new AtomicReference<>(TrackedHosts.NONE);
        session.store(IngestBatch.of(IntStream.range(0, samples)
                        .mapToObj(second -> cpu("web-4", NOON.plusSeconds(second), 0.1))
                        .toList())
                .withSignals(tracked -> {
                    answer.set(tracked);
                    return List.of();
                }));
        return answer.get();
    }

    @Test
    void evaluate_storesSamplesAndProcessesAsEvidence() throws Exception {
        List<Observation> observations = new ArrayList<>();
        for (int second = 0; second < 40; second++) {
            observations.add(cpu("web-1", NOON.minusSeconds(second + 1L), 0.1));
        }
        observations.add(processes(NOON.minusSeconds(310), process(1, "init", 0, 10), process(7, "java", 0.1, 500)));
        observations.add(processes(NOON.minusSeconds(10), process(1, "init", 0, 10), process(9, "gcc", 3.5, 900)));
        session.store(IngestBatch.of(observations));
        ingest(session, List.of(cpu("web-1", NOON, 0.95)));

        assertThat(rows(database, """
                        select complete, cardinality(sample_at), sample_value[30], processes_at = '2026-11-23 11:59:50Z',
                               compared_with = '2026-11-23 11:54:50Z'
                        from alert_evidence""")).containsExactly("t 30 0.95 t t");
        assertThat(rows(database, """
                        select process.*
                        from alert_evidence, unnest(pid, name, cpu, memory, cpu_before, memory_before) as process
                        order by 1"""))
                .containsExactly("1 init 0 10 0 10", "7 java null null 0.1 500", "9 gcc 3.5 900 null null");
    }

    @Test
    void evaluate_notifiesEachAcceptingChannel() throws Exception {
        execute(database, """
                insert into notification_channel (id, origin, updated_at, name, enabled, kind, settings, secrets,
                                                  min_severity, rule_pattern, host_pattern)
                values (gen_random_uuid(), 'API', now(), 'all', true, 'webhook', '{}', '{}', 'LOW', '*', '*'),
                       (gen_random_uuid(), 'API', now(), 'high', true, 'webhook', '{}', '{}', 'HIGH', '*', '*'),
                       (gen_random_uuid(), 'API', now(), 'off', false, 'webhook', '{}', '{}', 'LOW', '*', '*')""");
        ingest(session, List.of(cpu("web-1", NOON, 0.85)));
        ingest(session, List.of(cpu("web-1", NOON.plusSeconds(1), 0.95), cpu("web-1", NOON.plusSeconds(2), 0.1)));

        assertThat(rows(database, """
                        select channel.name, transition.kind
                        from notification
                        join notification_channel channel on channel.id = notification.channel_id
                        join alert_transition transition on transition.id = notification.transition_id
                        order by channel.name, transition.id"""))
                .containsExactly("all OPENED", "all RAISED", "all RESOLVED", "high RAISED", "high RESOLVED");
        assertThat(rows(database, "select count(distinct id) from notification"))
                .containsExactly("5");
    }

    @Test
    void recoveryBeforeTheEndOfThePendingPeriod_notifiesNobody() throws Exception {
        TestAlert.addChannel(database);
        AlertRule rule = store.alertRules()
                .update(RULE.id(), pending(0.8, Duration.ofSeconds(60)), Actor.SYSTEM, NOON)
                .orElseThrow();
        ingest(rule, cpu("web-1", NOON, 0.85), cpu("web-1", NOON.plusSeconds(59), 0.85));
        ingest(rule, cpu("web-1", NOON.plusSeconds(60), 0.5), cpu("web-1", NOON.plusSeconds(61), 0.85));
        ingest(rule, cpu("web-1", NOON.plusSeconds(119), 0.85), cpu("web-1", NOON.plusSeconds(120), 0.5));

        assertThat(rows(database, "select kind from alert_transition")).isEmpty();
        assertThat(rows(database, "select id from notification")).isEmpty();
    }

    @Test
    void evaluate_opens5000AlertsInOneBatch(TestReporter reporter) throws Exception {
        List<MetricSample> calm = IntStream.range(0, 5000)
                .mapToObj(host -> cpu("web-" + host, NOON, 0.1))
                .toList();
        ingest(session, calm);
        List<MetricSample> storm = IntStream.range(0, 5000)
                .mapToObj(host -> cpu("web-" + host, NOON.plusSeconds(1), 0.95))
                .toList();
        long begin = System.nanoTime();
        ingest(session, storm);
        reporter.publishEntry("5,000 alerts opened, milliseconds", "" + (System.nanoTime() - begin) / 1_000_000);
        begin = System.nanoTime();
        ingest(
                session,
                IntStream.range(0, 5000)
                        .mapToObj(host -> cpu("web-" + host, NOON.plusSeconds(2), 0.95))
                        .toList());
        reporter.publishEntry("5,000 alerts counted on, milliseconds", "" + (System.nanoTime() - begin) / 1_000_000);

        assertThat(rows(database, "select count(*) from alert")).containsExactly("5000");
        assertThat(rows(database, "select complete, count(*) from alert_evidence group by 1 order by 1"))
                .containsExactly("f 4800", "t 200");
    }

    @Test
    void evaluate_usesRate_acrossTransactions() throws Exception {
        AlertRule rule = rule(
                new Condition.Threshold("requests", SampleFunction.RATE),
                Map.of(Severity.HIGH, 5.0),
                new Recovery(OptionalDouble.empty(), Duration.ZERO),
                Glob.ANY);
        store(database, rule);
        ingest(rule, counter(0, 1_000_000), counter(10, 1_000_010));
        ingest(rule, counter(20, 1_000_020));
        assertThat(rows(database, "select * from alert_state")).isEmpty();

        ingest(rule, counter(30, 1_000_100));
        ingest(rule, counter(25, 1_000_060)); // late
        ingest(rule, counter(40, 1_000_180));
        ingest(rule, counter(50, 20)); // a restart

        assertThat(rows(database, "select kind, value from alert_transition order by id"))
                .containsExactly("OPENED 8", "RESOLVED 2");
        assertThat(rows(database, "select peak, occurrences from alert")).containsExactly("8 2");
        assertThat(rows(database, "select array_to_string(sample_value, ' ') from alert_evidence"))
                .containsExactly("1 1 8");
    }

    @Test
    void evaluate_ignoresLateSample_beforeNewerNormalRate() throws Exception {
        AlertRule rule = rule(
                new Condition.Threshold("requests", SampleFunction.INCREASE),
                Map.of(Severity.HIGH, 50.0),
                new Recovery(OptionalDouble.empty(), Duration.ZERO),
                Glob.ANY);
        store(database, rule);
        ingest(rule, counter(0, 0), counter(30, 10));
        ingest(rule, counter(20, 31, 100), counter(31, 20));

        assertThat(rows(database, "select * from alert_transition")).isEmpty();
    }

    private static MetricSample counter(int second, double value) {
        return counter(second, second, value);
    }

    private static MetricSample counter(int second, int queued, double value) {
        return new MetricSample(
                "web-1",
                "requests",
                value,
                NOON.plusSeconds(second),
                NOON.plusSeconds(queued),
                MetricSample.Kind.CUMULATIVE,
                new TreeMap<>(Map.of("code", "500")));
    }

    private void ingest(AlertRule rule, MetricSample... samples) {
        RuleSet rules = RuleSet.of(1, List.of(rule), FakeLogMatching.NONE);
        List<Observation> observations = List.of(samples);
        session.store(IngestBatch.of(observations).withSignals(rules.signals(observations)));
    }

    private static void ingest(IngestSession session, List<MetricSample> samples) {
        Map<String, List<MetricSample>> byHost = new TreeMap<>();
        samples.forEach(sample ->
                byHost.computeIfAbsent(sample.host(), host -> new ArrayList<>()).add(sample));
        List<Signal> signals =
                byHost.values().stream().map(AlertEvaluationIT::signal).toList();
        session.store(IngestBatch.of(samples).withSignals(tracked -> signals));
    }

    private static void evaluate(IngestSession session, List<Signal> signals) {
        session.store(IngestBatch.EMPTY.withSignals(tracked -> signals));
    }

    private static Signal signal(List<MetricSample> samples) {
        MetricSample first = samples.getFirst();
        return new Signal(
                RULE,
                Labels.ofHost(first.host(), first.attributes()),
                samples.stream()
                        .map(sample -> new Point(sample.observedAt(), sample.value()))
                        .toList(),
                samples.stream().map(MetricSample::queuedAt).toList(),
                MetricSample.Kind.GAUGE);
    }

    private static AlertRule errors(double moreThan) {
        return rule(
                new Condition.LogCount("", List.of(), Duration.ofMinutes(1)),
                Map.of(Severity.HIGH, moreThan),
                Recovery.IMMEDIATE,
                Glob.ANY);
    }

    private static Signal events(AlertRule rule, String application, Instant at, long events) {
        return new Signal(
                rule, new Labels(new TreeMap<>(Map.of("application", application))), List.of(new Point(at, events)));
    }

    private static ProcessSnapshot processes(Instant at, ProcessSnapshot.Entry... processes) {
        return new ProcessSnapshot("web-1", at, List.of(processes));
    }

    private static ProcessSnapshot.Entry process(int pid, String name, double cpuRatio, long memoryBytes) {
        return new ProcessSnapshot.Entry(pid, name, cpuRatio, memoryBytes, "running");
    }

    private static MetricSample cpu(String host, Instant at, double value) {
        return new MetricSample(host, CPU, value, at, Map.of("cpu", "0"));
    }
}
