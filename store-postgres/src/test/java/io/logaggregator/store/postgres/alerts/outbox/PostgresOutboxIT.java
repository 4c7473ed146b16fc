package io.logaggregator.store.postgres.alerts.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notification.Status;
import io.logaggregator.core.alerting.notify.Outbox;
import io.logaggregator.core.alerting.notify.Outbox.Backlog;
import io.logaggregator.core.alerting.notify.Outbox.ChannelDeliveries;
import io.logaggregator.core.alerting.notify.Outbox.Claim;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.common.Page;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.store.postgres.alerts.StoredAlerts;
import io.logaggregator.store.postgres.alerts.TestAlert;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.testkit.TestLoop;
import io.logaggregator.testkit.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

@SuppressWarnings("NullAway.Init") // JUnit calls open() before each test
class PostgresOutboxIT {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Set<String> EVERY = Set.of("webhook");
    private static final UUID CHAT = new UUID(1, 1);
    private static final UUID MAIL = new UUID(1, 2);

    private TestPostgres.Database database;
    private PostgresStore store;
    private Outbox outbox;
    private StoredAlerts stored;

    @BeforeEach
    void open() {
        database = TestStore.newDatabase();
        store = TestStore.on(database);
        outbox = store.outbox();
        stored = new StoredAlerts(database);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void claim_returnsNotificationWithAlertAndTransition() {
        UUID alert = stored.open("cpu", "web-1", Severity.LOW, NOON);
        UUID id = stored.notified(alert, CHAT, NOON, Kind.RAISED).getFirst();

        Notification claimed = claim(NOON).getFirst();

        assertThat(claimed.id()).isEqualTo(id);
        assertThat(claimed.alert())
                .isEqualTo(store.alerts().find(alert).orElseThrow().alert());
        assertThat(claimed.transition())
                .extracting(AlertTransition::alertId, AlertTransition::kind, AlertTransition::actor)
                .containsExactly(alert, Kind.RAISED, "someone");
        assertThat(claimed)
                .extracting(Notification::channelId, Notification::status, Notification::attempts, Notification::nextAt)
                .containsExactly(CHAT, Status.PENDING, 1, NOON.plus(LEASE));
    }

    @Test
    void alert_isAsOfTransition() {
        UUID id = stored.open("cpu", "web-1", Severity.LOW, NOON);
        stored.notified(id, CHAT, NOON, Kind.OPENED, Kind.ACKNOWLEDGED, Kind.RAISED, Kind.RESOLVED);
        List<Alert> before = notifiedAlerts();

        stored.acknowledged(id, NOON.plusSeconds(1));
        stored.evaluatedAgain(id, NOON.plusSeconds(50), 0.99, 7);
        stored.resolved(id, NOON.plusSeconds(60));

        assertThat(notifiedAlerts()).isEqualTo(before);
        assertThat(before)
                .extracting(Alert::status, Alert::acknowledgedAt, Alert::resolvedAt, Alert::value, Alert::occurrences)
                .containsExactly(
                        tuple(AlertStatus.RESOLVED, Optional.empty(), Optional.of(NOON.plusSeconds(3)), 0.9, 1L),
                        tuple(AlertStatus.OPEN, Optional.empty(), Optional.empty(), 0.9, 1L),
                        tuple(AlertStatus.ACKNOWLEDGED, Optional.of(NOON.plusSeconds(1)), Optional.empty(), 0.9, 1L),
                        tuple(AlertStatus.OPEN, Optional.empty(), Optional.empty(), 0.9, 1L));
    }

    /** Newest first. */
    private List<Alert> notifiedAlerts() {
        return outbox.list(Outbox.Filter.ALL, 10, Optional.empty()).items().stream()
                .map(Notification::alert)
                .toList();
    }

    @Test
    void claim_repeatsNotification_afterLease() {
        UUID id = oneNotification();
        claim(NOON);

        assertThat(claim(NOON.plus(LEASE).minusMillis(1))).isEmpty();
        assertThat(claim(NOON.plus(LEASE)))
                .singleElement()
                .extracting(Notification::id, Notification::attempts)
                .containsExactly(id, 2);
    }

    @Test
    void claim_keepsOrderPerAlertAndChannel() {
        UUID alert = stored.open("cpu", "web-1", Severity.LOW, NOON);
        List<UUID> chat = stored.notified(alert, CHAT, NOON, Kind.OPENED, Kind.RAISED, Kind.RESOLVED);
        List<UUID> mail = stored.notified(alert, MAIL, NOON, Kind.OPENED, Kind.RAISED);

        assertThat(ids(claim(NOON))).containsExactly(chat.get(0), mail.get(0));
        outbox.delivered(chat.get(0), Optional.empty(), Optional.empty(), NOON);
        outbox.retry(mail.get(0), "busy", false, NOON.plusSeconds(60));
        assertThat(ids(claim(NOON))).containsExactly(chat.get(1));
        end(chat.get(1), "gone");
        assertThat(ids(claim(NOON))).containsExactly(chat.get(2));
    }

    @Test
    void claim_givesEachChannelItsShare() {
        List<UUID> mail = new ArrayList<>();
        for (int host = 0; host < 5; host++) {
            UUID alert = stored.open("cpu", "web-" + host, Severity.LOW, NOON);
            stored.notified(alert, CHAT, NOON.minusSeconds(60), Kind.OPENED);
            mail.addAll(stored.notified(alert, MAIL, NOON, Kind.OPENED));
        }

        List<Notification> claimed = outbox.claim(new Claim(4, Map.of(CHAT, 3), EVERY, LEASE), NOON);

        assertThat(claimed)
                .extracting(Notification::channelId)
                .containsOnlyOnce(CHAT)
                .hasSize(5);
        assertThat(ids(claimed)).filteredOn(mail::contains).hasSize(4);
        assertThat(outbox.claim(new Claim(4, Map.of(CHAT, 4, MAIL, 9), EVERY, LEASE), NOON))
                .isEmpty();
    }

    @Test
    void disabledChannel_keepsNotificationUntilEnabled() {
        UUID channel = TestAlert.addChannel(database);
        UUID alert = stored.open("cpu", "web-1", Severity.LOW, NOON);
        TestAlert.execute(database, "update notification_channel set enabled = false");

        assertThat(claim(Instant.now())).isEmpty();
        assertThat(outbox.backlog().pending()).isZero();
        TestAlert.execute(database, "update notification_channel set enabled = true");
        assertThat(outbox.backlog().pending()).isOne();
        assertThat(claim(Instant.now()))
                .singleElement()
                .extracting(notification -> notification.alert().id(), Notification::channelId)
                .containsExactly(alert, channel);
    }

    @Test
    void retry_postponesNotification() {
        UUID id = oneNotification();
        claim(NOON);
        outbox.retry(id, "503 \0", false, NOON.plusSeconds(300));

        assertThat(claim(NOON.plusSeconds(299))).isEmpty();
        assertThat(claim(NOON.plusSeconds(300)))
                .singleElement()
                .extracting(Notification::lastError, Notification::attempts)
                .containsExactly("503 \uFFFD", 2);
    }

    @Test
    void results_changeOnlyPendingNotifications() {
        UUID id = oneNotification();
        claim(NOON);
        outbox.delivered(id, Optional.empty(), Optional.empty(), NOON.plusSeconds(1));
        end(id, "too late");
        outbox.retry(id, "too late", false, NOON);
        outbox.delivered(id, Optional.empty(), Optional.empty(), NOON.plusSeconds(9));

        assertThat(outbox.list(Outbox.Filter.ALL, 10, Optional.empty()).items())
                .singleElement()
                .extracting(Notification::status, Notification::sentAt, Notification::lastError)
                .containsExactly(Status.SENT, Optional.of(NOON.plusSeconds(1)), "");
        assertThat(claim(NOON.plusSeconds(999))).isEmpty();
    }

    @Test
    void list_pagesNewestFirst() {
        UUID alert = stored.open("cpu", "web-1", Severity.LOW, NOON);
        List<UUID> ids = stored.notified(alert, CHAT, NOON, Kind.OPENED, Kind.RAISED, Kind.RESOLVED);
        UUID other = stored.open("cpu", "web-2", Severity.LOW, NOON);
        stored.notified(other, CHAT, NOON.minusSeconds(1), Kind.OPENED);

        Page<Notification> first = outbox.list(Outbox.Filter.ofAlert(alert), 2, Optional.empty());
        Page<Notification> second = outbox.list(Outbox.Filter.ofAlert(alert), 2, first.next());

        assertThat(ids(first.items())).containsExactly(ids.get(2), ids.get(1));
        assertThat(ids(second.items())).containsExactly(ids.get(0));
        assertThat(second.next()).isEmpty();
        assertThat(outbox.list(Outbox.Filter.ALL, 10, Optional.empty()).items()).hasSize(4);
    }

    @Test
    void list_filtersByChannelAndStatus() {
        UUID alert = stored.open("cpu", "web-1", Severity.LOW, NOON);
        List<UUID> chat = stored.notified(alert, CHAT, NOON, Kind.OPENED, Kind.RAISED, Kind.RESOLVED);
        stored.notified(alert, MAIL, NOON, Kind.OPENED);
        outbox.end(chat.get(1), Status.FAILED, "status 404");

        Page<Notification> first = outbox.list(ofChat(Set.of()), 2, Optional.empty());
        Page<Notification> second = outbox.list(ofChat(Set.of()), 2, first.next());
        assertThat(ids(first.items())).containsExactly(chat.get(2), chat.get(1));
        assertThat(ids(second.items())).containsExactly(chat.get(0));
        assertThat(second.next()).isEmpty();
        assertThat(ids(outbox.list(ofChat(Set.of(Status.FAILED, Status.SENT)), 10, Optional.empty())
                        .items()))
                .containsExactly(chat.get(1));
    }

    private static Outbox.Filter ofChat(Set<Status> statuses) {
        return new Outbox.Filter(Optional.empty(), Optional.of(CHAT), statuses);
    }

    @Test
    void deliveries_areCountedByChannel() {
        UUID alert = stored.open("cpu", "web-1", Severity.LOW, NOON);
        UUID channel = TestAlert.addChannel(database);
        UUID idle = TestAlert.addChannel(database);
        List<UUID> ids = stored.notified(alert, channel, NOON, Kind.OPENED, Kind.RAISED, Kind.RESOLVED);
        outbox.delivered(ids.get(0), Optional.empty(), Optional.empty(), NOON.plusSeconds(5));
        outbox.end(ids.get(1), Status.FAILED, "status 404");

        assertThat(outbox.deliveries())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        channel,
                        new ChannelDeliveries(Optional.of(NOON.plusSeconds(5)), 1, 1),
                        idle,
                        ChannelDeliveries.NONE));
    }

    @Test
    void backlog_countsPendingAndFailed() {
        assertThat(outbox.backlog()).isEqualTo(new Backlog(0, 0, 0, Optional.empty()));
        UUID alert = stored.open("cpu", "web-1", Severity.LOW, NOON);
        List<UUID> ids = stored.notified(alert, CHAT, NOON, Kind.OPENED, Kind.RAISED, Kind.RESOLVED);
        end(ids.get(0), "gone");

        assertThat(outbox.backlog()).isEqualTo(new Backlog(2, 1, 0, Optional.of(NOON.plusSeconds(1))));
    }

    @Test
    void newestReceipt_isPassedWithLaterNotifications() {
        UUID alert = stored.open("cpu", "web-1", Severity.LOW, NOON);
        stored.notified(alert, CHAT, NOON, Kind.OPENED, Kind.RAISED, Kind.LOWERED, Kind.RESOLVED);
        stored.notified(alert, MAIL, NOON, Kind.OPENED);

        Instant now = Instant.now().plusSeconds(60);
        deliverAs(Optional.of("first"), now);
        deliverAs(Optional.of("second"), now);
        deliverAs(Optional.empty(), now);

        Notification last = claim(now).getFirst();
        assertThat(last.transition().kind()).isEqualTo(Kind.RESOLVED);
        assertThat(last.receipt()).contains("second");
        assertThat(outbox.list(Outbox.Filter.ofAlert(alert), 10, Optional.empty())
                        .items())
                .filteredOn(one -> one.channelId().equals(MAIL))
                .extracting(Notification::receipt)
                .containsExactly(Optional.empty());
    }

    /** Delivers the oldest notification of each channel, with a receipt to the chat only. */
    private void deliverAs(Optional<String> receipt, Instant now) {
        for (Notification notification : claim(now)) {
            outbox.delivered(
                    notification.id(),
                    notification.channelId().equals(CHAT) ? receipt : Optional.empty(),
                    Optional.empty(),
                    now);
        }
    }

    @Test
    void claim_isExclusive_whenConcurrent() throws Exception {
        int claimers = 8;
        int alerts = TestLoop.cycles(200, 1_000);
        fill(alerts, 2); // the second notification of each alert waits for the first
        Instant now = Instant.now().plusSeconds(60); // all are due
        CyclicBarrier start = new CyclicBarrier(claimers);
        List<Notification> claimed = new ArrayList<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Notification>>> all = new ArrayList<>();
            for (int i = 0; i < claimers; i++) {
                all.add(executor.submit(() -> {
                    try (PostgresStore instance = TestStore.on(database)) {
                        start.await();
                        return deliverAll(instance.outbox(), now);
                    }
                }));
            }
            for (Future<List<Notification>> one : all) {
                claimed.addAll(one.get());
            }
        }

        assertThat(ids(claimed)).hasSize(2 * alerts).doesNotHaveDuplicates();
        assertThat(outbox.backlog().pending()).isZero();
        assertThat(stored.text(Sql.of("""
                        select count(*) from notification as early
                        join notification as late on late.alert_id = early.alert_id
                            and late.transition_id > early.transition_id and late.sent_at < early.sent_at
                        """))).isEqualTo("0");
    }

    /** Claims until nothing is pending: a second notification is due only after the first was delivered. */
    private static List<Notification> deliverAll(Outbox outbox, Instant now) {
        List<Notification> delivered = new ArrayList<>();
        while (outbox.backlog().pending() > 0) {
            for (Notification notification : outbox.claim(new Claim(20, Map.of(), EVERY, LEASE), now)) {
                assertThat(notification.attempts()).isEqualTo(1);
                outbox.delivered(notification.id(), Optional.empty(), Optional.empty(), Instant.now());
                delivered.add(notification);
            }
        }
        return delivered;
    }

    @Test
    void claim_findsNothingDue_inLargeBacklog(TestReporter reporter) {
        int alerts = TestLoop.cycles(4_000, 20_000);
        fill(alerts, 5);
        Instant now = Instant.now().plusSeconds(60);
        stored.execute(Sql.of("""
                update notification set next_at = next_at + interval '1 hour'
                where transition_id in (select min(id) from alert_transition group by alert_id)
                """));
        stored.execute(Sql.of("analyze notification"));

        long begin = System.nanoTime();
        List<Notification> claimed = outbox.claim(new Claim(20, Map.of(), EVERY, LEASE), now);
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);

        assertThat(claimed).isEmpty();
        reporter.publishEntry("claim behind " + 4 * alerts + " that wait for their turn", taken.toMillis() + " ms");
    }

    /** Inserts alerts with this many due notifications each, all to one channel. */
    private void fill(int alerts, int each) {
        stored.execute(Sql.of("""
                insert into alert
                select gen_random_uuid(), gen_random_uuid(), 'cpu', gen_random_uuid(), '{}', '', 'LOW', 'LOW', 'OPEN',
                       now(), null, null, now(), 0.9, 0.9, 0.8, 1
                from generate_series(1, ?)""", alerts));
        stored.execute(Sql.of("""
                insert into alert_transition (alert_id, kind, at, severity, highest, value, peak, threshold, occurrences,
                                              actor, comment)
                select id, 'RAISED', now(), 'LOW', 'LOW', 0.9, 0.9, 0.8, 1, 'system', ''
                from generate_series(1, ?), alert""", each));
        stored.execute(Sql.of("""
                insert into notification (id, alert_id, transition_id, channel_id)
                select gen_random_uuid(), alert_id, id, ? from alert_transition""", CHAT));
    }

    private void end(UUID id, String reason) {
        outbox.end(id, Status.FAILED, reason);
    }

    private UUID oneNotification() {
        UUID alert = stored.open("cpu", "web-1", Severity.LOW, NOON);
        return stored.notified(alert, CHAT, NOON, Kind.OPENED).getFirst();
    }

    private List<Notification> claim(Instant now) {
        return outbox.claim(new Claim(10, Map.of(), EVERY, LEASE), now);
    }

    private static List<UUID> ids(List<Notification> notifications) {
        return notifications.stream().map(Notification::id).toList();
    }
}
