package io.logaggregator.store.postgres.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertHistory;
import io.logaggregator.core.alerting.alert.AlertQuery;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.AlertTransition.Reason;
import io.logaggregator.core.alerting.alert.Alerts;
import io.logaggregator.core.alerting.alert.Alerts.StatusCount;
import io.logaggregator.core.alerting.alert.Evidence;
import io.logaggregator.core.alerting.alert.Evidence.ProcessChange;
import io.logaggregator.core.alerting.alert.Evidence.Usage;
import io.logaggregator.core.alerting.alert.ImpossibleTransitionException;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Outbox;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.common.Page;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import io.logaggregator.testkit.TestPostgres;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // JUnit calls open() before each test
class PostgresAlertsIT {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456Z");
    private static final Instant LATER = NOON.plusSeconds(90);
    private static final Actor ANNA = new Actor("anna", "192.0.2.7", "request-7");

    private PostgresStore store;
    private Alerts alerts;
    private StoredAlerts stored;

    @BeforeEach
    void open() {
        TestPostgres.Database database = TestStore.newDatabase();
        store = TestStore.on(database);
        alerts = store.alerts();
        stored = new StoredAlerts(database);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void find_pagesNewestFirst() {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.addFirst(stored.open("cpu", "web-" + i, Severity.LOW, NOON.plusSeconds(i)));
        }

        Page<Alert> first = alerts.find(AlertQuery.ALL, 3, Optional.empty());
        Page<Alert> second = alerts.find(AlertQuery.ALL, 3, first.next());

        assertThat(first.items()).extracting(Alert::id).isEqualTo(ids.subList(0, 3));
        assertThat(second.items()).extracting(Alert::id).isEqualTo(ids.subList(3, 5));
        assertThat(second.next()).isEmpty();
    }

    @Test
    void find_returnsNewestValuesOfOpenAlert() {
        UUID id = stored.open("cpu", "web-1", Severity.LOW, NOON);
        stored.evaluatedAgain(id, LATER, 0.99, 10_000);

        Alert alert = only(AlertQuery.ALL);

        assertThat(alert)
                .extracting(Alert::lastAt, Alert::value, Alert::peak, Alert::occurrences)
                .containsExactly(LATER, 0.99, 0.99, 10_000L);
        assertThat(alert.openedAt()).isEqualTo(NOON);
        assertThat(alert.labels().values()).containsEntry("host", "web-1").containsEntry("at", NOON.toString());
    }

    @Test
    void find_appliesEachFilter() {
        UUID over = stored.open("CPU load", "web-1", Severity.HIGH, NOON);
        stored.resolved(over, LATER);
        UUID open = stored.open("Memory", "web-2", Severity.LOW, NOON.plusSeconds(10));

        assertThat(ids(Set.of(AlertStatus.OPEN), Set.of(), "", "")).containsExactly(open);
        assertThat(ids(Set.of(AlertStatus.OPEN, AlertStatus.RESOLVED), Set.of(), "", ""))
                .containsExactly(open, over);
        assertThat(ids(Set.of(), Set.of(Severity.HIGH, Severity.CRITICAL), "", ""))
                .containsExactly(over);
        assertThat(ids(Set.of(), Set.of(), "web-2", "")).containsExactly(open);
        assertThat(ids(Set.of(), Set.of(), "WEB-2", "")).isEmpty();
        assertThat(ids(Set.of(), Set.of(), "", "cpu LOAD")).containsExactly(over);
        assertThat(ids(Set.of(), Set.of(), "", StoredAlerts.ruleId("Memory").toString()))
                .containsExactly(open);
        assertThat(ids(Set.of(), Set.of(), "", "no such \0 rule")).isEmpty();
    }

    @Test
    void severityFilter_isOfHighestOnceResolved() {
        UUID resolved = stored.open("CPU", "web-1", Severity.LOW, NOON);
        UUID open = stored.open("CPU", "web-2", Severity.LOW, LATER);
        stored.escalated(resolved, Severity.CRITICAL);
        stored.escalated(open, Severity.CRITICAL);
        stored.resolved(resolved, LATER);

        assertThat(ids(Set.of(), Set.of(Severity.CRITICAL), "", "")).containsExactly(resolved);
        assertThat(ids(Set.of(), Set.of(Severity.LOW), "", "")).containsExactly(open);
        assertThat(alerts.count(AlertQuery.ALL))
                .containsExactlyInAnyOrder(
                        new StatusCount(AlertStatus.RESOLVED, Severity.CRITICAL, 1),
                        new StatusCount(AlertStatus.OPEN, Severity.LOW, 1));
    }

    @Test
    void search_findsPartsOfRuleAndLabels() {
        UUID cpu = stored.open("CPU load", "web-1", Severity.LOW, NOON);
        UUID memory = stored.open("Memory_use", "web-2", Severity.LOW, LATER);

        assertThat(search("pu LO")).containsExactly(cpu);
        assertThat(search("WEB-")).containsExactly(memory, cpu);
        assertThat(search("y_u")).containsExactly(memory);
        assertThat(search("%")).isEmpty();
        assertThat(search("w_b")).isEmpty();
    }

    @Test
    void find_returnsAlertsOpenInRange() {
        UUID over = stored.open("cpu", "web-1", Severity.LOW, NOON);
        stored.resolved(over, LATER);
        UUID open = stored.open("cpu", "web-2", Severity.LOW, LATER.plusNanos(1_000));

        assertThat(between(Instant.MIN, Instant.MAX)).containsExactly(open, over);
        assertThat(between(LATER, Instant.MAX)).containsExactly(open, over);
        assertThat(between(LATER.plusNanos(1_000), Instant.MAX)).containsExactly(open);
        assertThat(between(Instant.MIN, LATER.plusNanos(1_000))).containsExactly(over);
        assertThat(between(Instant.MIN, NOON)).isEmpty();
    }

    @Test
    void findById_returnsHistory() {
        UUID id = stored.open("cpu", "web-1", Severity.LOW, NOON);
        stored.execute(Sql.of("""
                insert into alert_evidence (alert_id, at, severity, value, threshold, complete, sample_at, sample_value,
                    processes_at, compared_with, pid, name, cpu, memory, cpu_before, memory_before)
                values (?, ?, 'LOW', 0.9, 0.8, true, ?::text::timestamptz[], '{0.9}', ?, null,
                    '{1,2}', '{java,gone}', '{0.5,null}', '{1024,null}', '{null,0.25}', '{null,512}')""", id, Timestamps.of(NOON), "{" + NOON + "}", Timestamps.of(NOON)));
        alerts.act(id, AlertStatus.ACKNOWLEDGED, "", ANNA, LATER);

        AlertHistory history = alerts.find(id).orElseThrow();

        assertThat(history.transitions())
                .extracting(AlertTransition::kind)
                .containsExactly(Kind.OPENED, Kind.ACKNOWLEDGED);
        assertThat(history.evidence())
                .containsExactly(new Evidence(
                        NOON,
                        Severity.LOW,
                        0.9,
                        0.8,
                        List.of(new Point(NOON, 0.9)),
                        Optional.of(NOON),
                        Optional.empty(),
                        List.of(
                                new ProcessChange(1, "java", Optional.of(new Usage(0.5, 1024)), Optional.empty()),
                                new ProcessChange(2, "gone", Optional.empty(), Optional.of(new Usage(0.25, 512))))));
        assertThat(alerts.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void act_acknowledgesWithActorAndComment() {
        addChannel();
        UUID id = stored.open("cpu", "web-1", Severity.LOW, NOON);

        Alert alert = alerts.act(id, AlertStatus.ACKNOWLEDGED, "looking \0 at it", ANNA, LATER)
                .orElseThrow();

        assertThat(alert.status()).isEqualTo(AlertStatus.ACKNOWLEDGED);
        assertThat(alert.acknowledgedAt()).contains(LATER);
        AlertTransition transition = alerts.find(id).orElseThrow().transitions().getLast();
        assertThat(transition)
                .extracting(AlertTransition::at, AlertTransition::actor, AlertTransition::comment)
                .containsExactly(LATER, "anna", "looking \uFFFD at it");
        assertThat(stored.text(Sql.of(
                        "select concat_ws(' ', actor, request_id, action, kind, before, after ->> 'comment') from audit_entry where subject = ?",
                        id.toString())))
                .isEqualTo("anna request-7 ACKNOWLEDGED ALERT {\"status\": \"OPEN\"} looking \uFFFD at it");
        assertThat(store.outbox()
                        .list(Outbox.Filter.ofAlert(id), 10, Optional.empty())
                        .items())
                .extracting(Notification::transition)
                .containsExactly(
                        transition, alerts.find(id).orElseThrow().transitions().getFirst());
    }

    @Test
    void act_resolvesWithLastValuesAndSuppresses() {
        UUID id = stored.open("cpu", "web-1", Severity.LOW, NOON);
        stored.evaluatedAgain(id, LATER, 0.99, 7);

        Alert alert = alerts.act(id, AlertStatus.RESOLVED, "", ANNA, LATER.plusSeconds(1))
                .orElseThrow();

        assertThat(alert.resolvedAt()).contains(LATER.plusSeconds(1));
        assertThat(alert)
                .extracting(Alert::status, Alert::lastAt, Alert::value, Alert::peak, Alert::occurrences)
                .containsExactly(AlertStatus.RESOLVED, LATER, 0.99, 0.99, 7L);
        assertThat(alerts.find(id).orElseThrow().transitions())
                .extracting(AlertTransition::reason)
                .containsExactly(null, Reason.BY_HAND);
        assertThat(stored.text(Sql.of("""
                        select concat_ws(' ', suppressed, since, settled_until = judged_until,
                                         num_nulls(alert_id, opened_at, severity, highest, occurrences, last_at,
                                                   last_value, peak, due_at))
                        from alert_state where fingerprint = ?""", alert.fingerprint()))).isEqualTo("LOW {0,0,0,0} t 9");
    }

    @Test
    void act_rejectsImpossibleTransition() {
        UUID id = stored.open("cpu", "web-1", Severity.LOW, NOON);
        alerts.act(id, AlertStatus.RESOLVED, "", ANNA, LATER);

        for (AlertStatus next : AlertStatus.values()) {
            assertThatExceptionOfType(ImpossibleTransitionException.class)
                    .isThrownBy(() -> alerts.act(id, next, "", ANNA, LATER))
                    .withMessage("alert " + id + " is RESOLVED and cannot become " + next);
        }
        assertThat(alerts.act(UUID.randomUUID(), AlertStatus.RESOLVED, "", ANNA, LATER))
                .isEmpty();
        assertThat(stored.text(Sql.of("select count(*) from audit_entry"))).isEqualTo("1");
    }

    @Test
    void act_isAppliedOnce_whenConcurrent() throws Exception {
        UUID id = stored.open("cpu", "web-1", Severity.LOW, NOON);
        int refused = 0;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> people = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                people.add(executor.submit(() -> alerts.act(id, AlertStatus.RESOLVED, "", ANNA, LATER)));
            }
            for (Future<?> person : people) {
                try {
                    person.get();
                } catch (ExecutionException failure) {
                    assertThat(failure).hasCauseInstanceOf(ImpossibleTransitionException.class);
                    refused++;
                }
            }
        }

        assertThat(refused).isEqualTo(3);
        assertThat(alerts.find(id).orElseThrow().transitions()).hasSize(2);
    }

    private void addChannel() {
        stored.execute(Sql.of("""
                insert into notification_channel (id, origin, updated_at, name, enabled, kind, settings, secrets,
                                                  min_severity, rule_pattern, host_pattern)
                values (gen_random_uuid(), 'API', now(), 'chat', true, 'webhook', '{}', '{}', 'LOW', '*', '*')
                """));
    }

    private Alert only(AlertQuery query) {
        List<Alert> found = alerts.find(query, 10, Optional.empty()).items();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private List<UUID> between(Instant from, Instant to) {
        return ids(new AlertQuery(
                Set.of(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(from),
                Optional.of(to)));
    }

    private List<UUID> search(String text) {
        return ids(new AlertQuery(
                Set.of(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(text),
                Optional.empty(),
                Optional.empty()));
    }

    private List<UUID> ids(Set<AlertStatus> statuses, Set<Severity> severities, String host, String rule) {
        return ids(new AlertQuery(
                statuses,
                severities,
                Optional.of(host).filter(text -> !text.isEmpty()),
                Optional.of(rule).filter(text -> !text.isEmpty()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    private List<UUID> ids(AlertQuery query) {
        return alerts.find(query, 10, Optional.empty()).items().stream()
                .map(Alert::id)
                .toList();
    }
}
