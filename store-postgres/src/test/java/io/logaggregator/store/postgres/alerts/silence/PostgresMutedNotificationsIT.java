package io.logaggregator.store.postgres.alerts.silence;

import static io.logaggregator.store.postgres.alerts.AlertFixtures.execute;
import static io.logaggregator.store.postgres.alerts.AlertFixtures.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.access.AuditEntry;
import io.logaggregator.core.access.AuditLog;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notification.Status;
import io.logaggregator.core.alerting.notify.Outbox;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.silence.ChannelIntervals;
import io.logaggregator.core.alerting.silence.ChannelIntervals.OnMute;
import io.logaggregator.core.alerting.silence.Inhibition;
import io.logaggregator.core.alerting.silence.LabelMatcher;
import io.logaggregator.core.alerting.silence.MatcherGrammar;
import io.logaggregator.core.alerting.silence.MuteInterval;
import io.logaggregator.core.alerting.silence.Muting;
import io.logaggregator.core.alerting.silence.Muting.Reason;
import io.logaggregator.core.alerting.silence.MutingTask;
import io.logaggregator.core.alerting.silence.RecurringTime;
import io.logaggregator.core.alerting.silence.RecurringTime.Part;
import io.logaggregator.core.alerting.silence.Silence;
import io.logaggregator.core.alerting.silence.Silences;
import io.logaggregator.core.common.DuplicateNameException;
import io.logaggregator.core.common.Glob;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.store.postgres.alerts.StoredAlerts;
import io.logaggregator.testkit.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Muting against the server's clock, which decides at enqueue: times are far from now. */
@SuppressWarnings("NullAway.Init") // JUnit calls open() before each test
class PostgresMutedNotificationsIT {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private static final Duration DAY = Duration.ofDays(1);
    private static final UUID CHANNEL = new UUID(1, 1);

    private TestPostgres.Database database;
    private PostgresStore store;
    private StoredAlerts stored;

    @BeforeEach
    void open() {
        database = TestStore.newDatabase();
        store = TestStore.on(database);
        stored = new StoredAlerts(database);
        createChannel(ChannelIntervals.NONE);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void silence_mutesAtEnqueue_andReleasesAtItsEnd() {
        Silence silence = silence("host=web-1", NOW.minus(DAY), NOW.plus(DAY));
        UUID muted = stored.open("cpu", "web-1", Severity.HIGH, NOW);
        UUID other = stored.open("cpu", "web-2", Severity.HIGH, NOW);

        assertThat(notification(muted))
                .extracting(Notification::status, Notification::muting)
                .containsExactly(
                        Status.MUTED,
                        Optional.of(new Muting(Reason.SILENCE, silence.id().toString())));
        assertThat(notification(other).status()).isEqualTo(Status.PENDING);

        MutingTask task = task(NOW);
        task.run();
        assertThat(notification(muted).status()).isEqualTo(Status.MUTED);
        assertThat(store.silences().update(silence.expired(NOW), Actor.SYSTEM, NOW))
                .isPresent();
        task.run();
        assertThat(notification(muted))
                .extracting(Notification::status, Notification::muting)
                .containsExactly(Status.PENDING, Optional.empty());
    }

    @Test
    void silence_mutesPendingNotification_beforeItIsDue() throws Exception {
        UUID alert = stored.open("cpu", "web-1", Severity.HIGH, NOW);
        execute(database, "update notification set next_at = now() + interval '1 second'");
        silence("severity=high", NOW.minus(DAY), NOW.plus(DAY));

        task(Instant.now()).run();

        assertThat(notification(alert).status()).isEqualTo(Status.MUTED);
    }

    @Test
    void silence_leavesNotification_thatIsBeingSent() {
        UUID alert = stored.open("cpu", "web-1", Severity.HIGH, NOW);
        store.outbox()
                .claim(
                        new Outbox.Claim(1, Map.of(), Set.of(), Duration.ofMinutes(1)),
                        Instant.now().plusSeconds(1));
        silence("host=web-1", NOW.minus(DAY), NOW.plus(DAY));

        task(Instant.now()).run();

        assertThat(notification(alert).status()).isEqualTo(Status.PENDING);
    }

    @Test
    void silence_endsByItself() {
        silence("host=web-1", NOW.minus(DAY), NOW.plus(DAY));
        UUID alert = stored.open("cpu", "web-1", Severity.HIGH, NOW);

        task(NOW.plus(DAY)).run();

        assertThat(notification(alert).status()).isEqualTo(Status.PENDING);
    }

    @Test
    void resolvedAlert_isNotReleased_andItsResolvedIsMuted() {
        silence("host=web-1", NOW.minus(DAY), NOW.plus(DAY));
        UUID alert = stored.open("cpu", "web-1", Severity.HIGH, NOW);
        resolve(alert);
        MutingTask task = task(NOW.plus(DAY));

        task.run();
        task.run();

        assertThat(notifications(alert))
                .extracting(Notification::status)
                .containsOnly(Status.MUTED)
                .hasSize(2);
    }

    @Test
    void resolved_isSent_ifOpenedWas() {
        UUID alert = stored.open("cpu", "web-1", Severity.HIGH, NOW);
        store.outbox().delivered(notification(alert).id(), Optional.empty(), Optional.empty(), NOW);
        silence("host=web-1", NOW.minus(DAY), NOW.plus(DAY));
        resolve(alert);

        task(NOW).run();

        assertThat(notifications(alert))
                .extracting(Notification::status)
                .containsExactlyInAnyOrder(Status.SENT, Status.PENDING);
    }

    @Test
    void pendingResolved_isMutedWithItsOpened() {
        UUID alert = stored.open("cpu", "web-1", Severity.HIGH, NOW);
        resolve(alert);
        silence("host=web-1", NOW.minus(DAY), NOW.plus(DAY));

        task(Instant.now()).run();

        assertThat(notifications(alert))
                .extracting(Notification::status)
                .containsOnly(Status.MUTED)
                .hasSize(2);
    }

    @Test
    void mutedNotification_isSuperseded_byLaterOne() {
        silence("severity=high", NOW.minus(DAY), NOW.plus(DAY));
        UUID alert = stored.open("cpu", "web-1", Severity.HIGH, NOW);
        stored.notified(alert, CHANNEL, NOW, Kind.RAISED);

        task(NOW.plus(DAY)).run();

        assertThat(notifications(alert))
                .extracting(Notification::status)
                .containsExactlyInAnyOrder(Status.SUPERSEDED, Status.PENDING);
    }

    @Test
    void inhibition_mutesWhileItsSourceFires() {
        store.inhibitions()
                .create(
                        new Inhibition(
                                UUID.randomUUID(),
                                NOW,
                                "down",
                                matchers("alertname=down"),
                                matchers("alertname=cpu"),
                                List.of("host")),
                        Actor.SYSTEM,
                        NOW);
        UUID source = stored.open("down", "web-1", Severity.CRITICAL, NOW);
        UUID target = stored.open("cpu", "web-1", Severity.HIGH, NOW);
        UUID other = stored.open("cpu", "web-2", Severity.HIGH, NOW);
        MutingTask task = task(Instant.now());

        task.run();
        assertThat(notification(target).muting()).contains(new Muting(Reason.INHIBITION, source.toString()));
        assertThat(notification(other).status()).isEqualTo(Status.PENDING);
        assertThat(notification(source).status()).isEqualTo(Status.PENDING);

        resolve(source);
        task.run();
        assertThat(notification(target).status()).isEqualTo(Status.PENDING);
    }

    @Test
    void interval_defersOrDrops() {
        MuteInterval always = new MuteInterval(
                UUID.randomUUID(), NOW, "always", List.of(RecurringTime.of(Map.of(Part.YEARS, List.of("1:9999")), "")));
        store.muteIntervals().create(always, Actor.SYSTEM, NOW);
        setIntervals(new ChannelIntervals(List.of("always"), List.of(), OnMute.DEFER));
        UUID deferred = stored.open("cpu", "web-1", Severity.HIGH, NOW);
        setIntervals(new ChannelIntervals(List.of("always"), List.of(), OnMute.DROP));
        UUID dropped = stored.open("cpu", "web-2", Severity.HIGH, NOW);
        assertThat(notification(deferred).muting()).contains(new Muting(Reason.INTERVAL, "always"));

        setIntervals(ChannelIntervals.NONE);
        task(Instant.now()).run();

        assertThat(notification(deferred).status()).isEqualTo(Status.PENDING);
        assertThat(notification(dropped).status()).isEqualTo(Status.MUTED);
        assertThat(store.muteIntervals().list()).containsExactly(always);
    }

    @Test
    void silences_areAudited_andKeptUntilRetentionEnds() {
        Silence silence = silence("a=\"\u00fc \\\"\"", NOW.minus(DAY), NOW.plus(DAY));

        assertThat(store.silences().find(silence.id())).contains(silence);
        assertThatExceptionOfType(DuplicateNameException.class)
                .isThrownBy(() -> store.silences().create(silence, Actor.SYSTEM, NOW));
        task(NOW.plus(DAY).plus(Silences.RETENTION)).run();
        assertThat(store.silences().list()).hasSize(1);
        task(NOW.plus(DAY).plus(Silences.RETENTION).plusSeconds(1)).run();
        assertThat(store.silences().list()).isEmpty();
        AuditLog.Filter ofSilence = new AuditLog.Filter(
                Set.of(AuditEntry.Kind.SILENCE),
                Set.of(),
                Optional.empty(),
                Optional.of(silence.id().toString()),
                Instant.EPOCH,
                NOW.plus(DAY));
        assertThat(store.auditLog().list(ofSilence, 10, OptionalLong.empty())).hasSize(1);
    }

    @Test
    void reasons_areDistinct() throws Exception {
        Silence web = silence("host=web-1", NOW.minus(DAY), NOW.plus(DAY));
        Silence db = silence("host=db-1", NOW.minus(DAY), NOW.plus(DAY));
        for (int rule = 0; rule < 3; rule++) {
            stored.open("rule-" + rule, "web-1", Severity.HIGH, NOW);
            stored.open("rule-" + rule, "db-1", Severity.HIGH, NOW);
        }

        assertThat(store.mutedNotifications().reasons())
                .containsExactlyInAnyOrder(
                        new Muting(Reason.SILENCE, web.id().toString()),
                        new Muting(Reason.SILENCE, db.id().toString()));
        assertThat(rows(database, "select count(*) from notification where status = 'MUTED'"))
                .containsExactly("6");
    }

    private void createChannel(ChannelIntervals intervals) {
        store.channels().create(CHANNEL, Origin.API, definition(intervals), Actor.SYSTEM, NOW);
    }

    private void setIntervals(ChannelIntervals intervals) {
        store.channels().update(CHANNEL, definition(intervals), Actor.SYSTEM, NOW);
    }

    private static Channel.Definition definition(ChannelIntervals intervals) {
        return new Channel.Definition(
                "hook",
                true,
                new Channel.Target("webhook", Map.of(), Map.of()),
                Severity.LOW,
                Glob.ANY,
                Glob.ANY,
                intervals,
                Channel.Timing.NONE);
    }

    private Silence silence(String matchers, Instant from, Instant to) {
        return store.silences()
                .create(
                        new Silence(UUID.randomUUID(), matchers(matchers), from, to, "Ann", "patch day", NOW),
                        Actor.SYSTEM,
                        NOW);
    }

    private static List<LabelMatcher> matchers(String... texts) {
        return Arrays.stream(texts)
                .map(text -> MatcherGrammar.matcher("matchers", text))
                .toList();
    }

    private MutingTask task(Instant now) {
        return new MutingTask(store.mutedNotifications(), () -> now);
    }

    private void resolve(UUID alert) {
        store.alerts().act(alert, AlertStatus.RESOLVED, "", Actor.SYSTEM, Instant.now());
    }

    private Notification notification(UUID alert) {
        return notifications(alert).getLast();
    }

    /** Newest first. */
    private List<Notification> notifications(UUID alert) {
        return store.outbox()
                .list(Outbox.Filter.ofAlert(alert), 10, Optional.empty())
                .items();
    }
}
