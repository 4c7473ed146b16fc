package io.logaggregator.store.postgres.alerts.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.Channel.Timing;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notification.Group;
import io.logaggregator.core.alerting.notify.Notification.Status;
import io.logaggregator.core.alerting.notify.Outbox;
import io.logaggregator.core.alerting.notify.Outbox.Claim;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.silence.ChannelIntervals;
import io.logaggregator.core.common.Backoff;
import io.logaggregator.core.common.Glob;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.store.postgres.alerts.AlertFixtures;
import io.logaggregator.store.postgres.alerts.StoredAlerts;
import io.logaggregator.store.postgres.alerts.TestAlert;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.testkit.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Delivery modes, failing channels, groups, delays and repetitions of the outbox. */
@SuppressWarnings("NullAway.Init") // JUnit calls open() before each test
class OutboxDeliveryIT {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(8), Duration.ofSeconds(8), new Random(1));

    private final Instant start = Instant.now().minus(Duration.ofHours(1));
    private TestPostgres.Database database;
    private PostgresStore store;
    private Outbox outbox;
    private StoredAlerts stored;
    private Instant now;

    @BeforeEach
    void open() {
        database = TestStore.newDatabase();
        store = TestStore.on(database);
        outbox = store.outbox();
        stored = new StoredAlerts(database);
        now = Instant.now().plus(MINUTE); // after each insert, which the clock of the server dates
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void latestState_replacesThePendingOne() {
        UUID channel = channel("slack", Timing.NONE);
        UUID alert = stored.open("cpu", "web-1", Severity.LOW, start);
        stored.notified(alert, channel, start, Kind.RAISED, Kind.LOWERED);

        assertThat(claim())
                .singleElement()
                .extracting(one -> one.transition().kind())
                .isEqualTo(Kind.LOWERED);
        assertThat(statuses()).containsExactly("OPENED SUPERSEDED", "RAISED SUPERSEDED", "LOWERED PENDING");
    }

    @Test
    void newState_waitsForTheOneInProgress() {
        UUID channel = channel("slack", Timing.NONE);
        UUID alert = stored.open("cpu", "web-1", Severity.LOW, start);
        Notification opened = claim().getFirst();
        stored.notified(alert, channel, start, Kind.RESOLVED);

        assertThat(claim()).isEmpty();
        deliver(opened);
        assertThat(claim())
                .singleElement()
                .extracting(one -> one.transition().kind())
                .isEqualTo(Kind.RESOLVED);
    }

    @Test
    void alertThatEndsUnsent_isNotSent() {
        UUID latest = channel("slack", Timing.NONE);
        UUID every = channel("webhook", Timing.NONE);
        UUID alert = stored.open("cpu", "web-1", Severity.LOW, start);
        stored.notified(alert, latest, start, Kind.RESOLVED);
        stored.notified(alert, every, start, Kind.RESOLVED);

        assertThat(claim())
                .singleElement()
                .extracting(Notification::channelId, one -> one.transition().kind())
                .containsExactly(every, Kind.OPENED);
    }

    @Test
    void failingChannel_getsOneAttemptPerBackoff_andResendsWhenItRecovers() {
        UUID channel = channel("webhook", Timing.NONE);
        for (int host = 0; host < 10; host++) {
            stored.open("cpu", "web-" + host, Severity.LOW, start.plusSeconds(host));
        }
        List<Notification> first = new ArrayList<>(claim());
        outbox.end(first.get(0).id(), Status.FAILED, "status 301");
        first.subList(1, 4).forEach(one -> outbox.retry(one.id(), "status 503", false, now.plus(MINUTE)));
        for (int failures = 1; failures <= Outbox.MAX_CHANNEL_FAILURES; failures++) {
            assertThat(outbox.channelFailed(channel, "status 503", BACKOFF, now))
                    .isEqualTo(failures);
        }

        assertThat(claim()).isEmpty();
        assertThat(outbox.backlog().failingChannels()).isOne();
        assertThat(outbox.failures())
                .hasEntrySatisfying(
                        channel, failure -> assertThat(failure.isFailing()).isTrue());
        now = now.plusSeconds(8);
        Notification probe = claim().getFirst();
        assertThat(probe.attempts()).isEqualTo(1);
        assertThat(claim()).isEmpty();

        OptionalInt resent = outbox.delivered(probe.id(), Optional.empty(), Optional.empty(), now);

        assertThat(resent).hasValue(1);
        assertThat(outbox.failures()).isEmpty();
        assertThat(outbox.find(first.get(0).id()).orElseThrow().status()).isEqualTo(Status.PENDING);
        assertThat(claim()).hasSize(4);
        outbox.end(first.get(0).id(), Status.FAILED, "status 301");
        outbox.channelFailed(channel, "status 301", BACKOFF, now);
        assertThat(deliver(claim().getFirst())).isEmpty(); // each only once
    }

    @Test
    void recoveredChannel_getsTheEndsThatItNeeds() {
        UUID channel = channel("webhook", Timing.NONE);
        UUID known = stored.open("cpu", "web-1", Severity.LOW, start);
        deliver(claim().getFirst());
        UUID unknown = stored.open("cpu", "web-2", Severity.LOW, start);
        UUID firing = stored.open("cpu", "web-3", Severity.LOW, start);
        claim().forEach(one -> outbox.end(one.id(), Status.FAILED, "status 301"));
        for (UUID ended : List.of(known, unknown)) {
            stored.resolved(ended, start);
            stored.notified(ended, channel, start, Kind.RESOLVED);
        }
        stored.notified(firing, channel, start, Kind.RAISED);
        Map<Boolean, List<Notification>> newest = claim().stream()
                .collect(Collectors.partitioningBy(one -> one.alert().id().equals(firing)));
        newest.getOrDefault(false, List.of()).forEach(one -> outbox.end(one.id(), Status.FAILED, "status 301"));
        outbox.channelFailed(channel, "status 301", BACKOFF, now);

        assertThat(deliver(newest.getOrDefault(true, List.of()).getFirst())).hasValue(1);

        assertThat(statuses())
                .containsExactly(
                        "OPENED SENT",
                        "OPENED FAILED",
                        "OPENED FAILED",
                        "RESOLVED PENDING",
                        "RESOLVED FAILED",
                        "RAISED SENT");
        assertThat(claim()).singleElement().extracting(one -> one.alert().id()).isEqualTo(known);
    }

    @Test
    void resentNotifications_areGroupedAsTheChannelSaysNow() {
        UUID channel = channel("slack", grouped());
        stored.open("cpu", "web-1", Severity.LOW, start);
        stored.open("cpu", "web-2", Severity.LOW, start);
        outbox.end(claim().getFirst().id(), Status.FAILED, "status 404");
        store.channels().update(channel, definition(channel, "slack", Timing.NONE, true), Actor.SYSTEM, start);

        assertThat(outbox.resend(channel, Instant.EPOCH, now.plus(MINUTE), Actor.SYSTEM, now))
                .isEqualTo(2);

        assertThat(claim()).hasSize(2);
    }

    @Test
    void firstAttempts_precedeRetries() {
        channel("webhook", Timing.NONE);
        UUID old = stored.open("cpu", "web-1", Severity.LOW, start);
        outbox.retry(claim().getFirst().id(), "busy", false, start);
        UUID fresh = stored.open("cpu", "web-2", Severity.LOW, start.plusSeconds(1));

        List<Notification> claimed = outbox.claim(new Claim(1, Map.of(), Set.of("webhook"), LEASE), now);

        assertThat(claimed).singleElement().extracting(one -> one.alert().id()).isEqualTo(fresh);
        assertThat(claim()).singleElement().extracting(one -> one.alert().id()).isEqualTo(old);
    }

    @Test
    void resend_makesFailedNotificationsPending() {
        UUID channel = channel("webhook", Timing.NONE);
        stored.open("cpu", "web-1", Severity.LOW, start);
        Notification one = claim().getFirst();

        assertThat(outbox.resend(one.id(), Actor.SYSTEM, now)).isFalse();
        outbox.end(one.id(), Status.FAILED, "status 404");
        assertThat(outbox.resend(channel, start, now.plus(MINUTE), Actor.SYSTEM, now))
                .isOne();
        assertThat(claim())
                .singleElement()
                .extracting(Notification::id, Notification::attempts)
                .containsExactly(one.id(), 1);
        assertThat(outbox.resend(channel, Instant.EPOCH, start, Actor.SYSTEM, now))
                .isZero();
    }

    @Test
    void enabledChannel_getsTheNewestStateOfEachAlert() {
        UUID channel = channel("webhook", Timing.NONE);
        UUID alert = stored.open("cpu", "web-1", Severity.LOW, start);
        deliver(claim().getFirst());
        UUID unsent = stored.open("cpu", "web-2", Severity.LOW, start);
        enable(channel, false);
        stored.notified(alert, channel, start, Kind.RAISED, Kind.RESOLVED);
        stored.notified(unsent, channel, start, Kind.RESOLVED);

        assertThat(claim()).isEmpty();
        enable(channel, true);

        assertThat(claim())
                .singleElement()
                .extracting(one -> one.alert().id(), one -> one.transition().kind())
                .containsExactly(alert, Kind.RESOLVED);
    }

    @Test
    void group_isSentAtOnceThenAfterItsInterval() {
        channel("slack", grouped());
        UUID first = stored.open("cpu", "web-0", Severity.LOW, start);
        Notification single = claim().getFirst();
        assertThat(single.group()).isEmpty();
        assertThat(single.alert().id()).isEqualTo(first);
        for (int host = 1; host <= 60; host++) {
            stored.open("cpu", "web-" + host, host == 7 ? Severity.CRITICAL : Severity.LOW, start.plusSeconds(host));
        }
        UUID other = stored.open("disk", "web-1", Severity.LOW, start);

        Notification otherGroup = claim().getFirst();
        assertThat(otherGroup.alert().id()).isEqualTo(other);
        deliver(otherGroup);
        deliver(single);
        now = now.plus(MINUTE).minusMillis(1);
        assertThat(claim()).isEmpty();
        now = now.plusMillis(1);
        Notification group = claim().getFirst();

        Group content = group.group().orElseThrow();
        assertThat(group.alert().severity()).isEqualTo(Severity.CRITICAL);
        assertThat(content.labels()).isEqualTo(Map.of("rule", "cpu"));
        assertThat(content.changes()).hasSize(Group.MAX_LISTED);
        assertThat(content.firing()).isEqualTo(60);
        assertThat(content.more()).isEqualTo(10);
        deliver(group);
        assertThat(statuses()).filteredOn(status -> status.endsWith("SENT")).hasSize(62);
        assertThat(outbox.find(group.id())).isEmpty();
    }

    @Test
    void failedGroup_isSentAgainWithNewerStates() {
        UUID channel = channel("slack", grouped());
        UUID alert = stored.open("cpu", "web-1", Severity.LOW, start);
        stored.open("cpu", "web-2", Severity.LOW, start.plusSeconds(1));
        Notification group = claim().getFirst();
        outbox.retry(group.id(), "status 503", false, now.plusSeconds(1));
        now = now.plusSeconds(1);

        Notification same = claim().getFirst();
        assertThat(same.id()).isEqualTo(group.id());
        assertThat(same.attempts()).isEqualTo(2);
        outbox.retry(group.id(), "status 503", false, now);
        stored.notified(alert, channel, start, Kind.RESOLVED);
        stored.execute(Sql.of("update notification set group_id = (select id from notification_group)"));

        Notification newer = claim().getFirst();
        assertThat(newer.id()).isNotEqualTo(group.id());
        assertThat(newer.group().orElseThrow().resolved()).isEqualTo(1);
        assertThat(newer.group().orElseThrow().firing()).isEqualTo(1);
        outbox.end(newer.id(), Status.FAILED, "status 404");
        assertThat(statuses()).containsExactlyInAnyOrder("OPENED SUPERSEDED", "OPENED FAILED", "RESOLVED FAILED");
    }

    @Test
    void notifyAfter_waitsAndSkipsAcknowledgedAlerts() {
        channel("webhook", new Timing(List.of(), MINUTE, Optional.of(Duration.ofMinutes(15)), Optional.empty()));
        Instant opened = Instant.now();
        UUID open = stored.open("cpu", "web-1", Severity.LOW, opened);
        UUID acknowledged = stored.open("cpu", "web-2", Severity.LOW, opened);

        assertThat(claim()).isEmpty();
        assertThat(outbox.backlog().pending()).isZero();
        stored.acknowledged(acknowledged, opened);
        now = opened.plus(Duration.ofMinutes(15));

        assertThat(claim()).singleElement().extracting(one -> one.alert().id()).isEqualTo(open);
        assertThat(statuses()).containsExactlyInAnyOrder("OPENED PENDING", "OPENED SUPERSEDED");
    }

    @Test
    void repeatInterval_sendsAgainWhileOpen() {
        channel("webhook", new Timing(List.of(), MINUTE, Optional.empty(), Optional.of(Duration.ofHours(4))));
        UUID alert = stored.open("cpu", "web-1", Severity.LOW, start);
        Notification first = claim().getFirst();
        deliver(first);

        assertThat(claim()).isEmpty();
        now = now.plus(Duration.ofHours(4));
        Notification second = claim().getFirst();
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.schedule().repeat()).isEqualTo(1);
        deliver(second);
        stored.acknowledged(alert, start);
        now = now.plus(Duration.ofHours(4));

        assertThat(claim()).isEmpty();
        assertThat(statuses()).containsExactly("OPENED SENT", "OPENED SENT", "OPENED SUPERSEDED");
    }

    @Test
    void receiverThatNeedsRepetition_getsItUntilResolved() {
        UUID channel = channel("alertmanager", Timing.NONE);
        UUID alert = stored.open("cpu", "web-1", Severity.LOW, start);
        for (int repeat = 0; repeat < 4; repeat++) {
            Notification one = claim().getFirst();
            assertThat(one.schedule().repeat()).isEqualTo(repeat);
            outbox.delivered(one.id(), Optional.empty(), Optional.of(MINUTE), now);
            stored.acknowledged(alert, start);
            now = now.plus(MINUTE);
        }
        assertThat(statuses()).containsExactly("OPENED SENT", "OPENED SENT", "OPENED PENDING");
        stored.resolved(alert, start);
        stored.notified(alert, channel, start, Kind.RESOLVED);

        assertThat(claim())
                .singleElement()
                .extracting(one -> one.transition().kind())
                .isEqualTo(Kind.RESOLVED);
        assertThat(statuses()).containsExactly("OPENED SENT", "OPENED SENT", "OPENED SUPERSEDED", "RESOLVED PENDING");
    }

    @Test
    void newChannel_isNotifiedOfFiringAlertsOnRequest() throws Exception {
        UUID low = stored.open("cpu", "web-1", Severity.LOW, start);
        UUID ended = stored.open("cpu", "web-2", Severity.LOW, start);
        stored.resolved(ended, start);
        AlertRule quiet = AlertFixtures.cpuAbove80Percent(Duration.ZERO);
        AlertFixtures.store(database, quiet);
        AlertFixtures.execute(database, "update alert_rule set notifies = false");
        stored.open(quiet, "web-3", Severity.LOW, start);
        UUID channel = channel("webhook", Timing.NONE);
        assertThat(claim()).isEmpty();

        assertThat(outbox.notifyFiring(store.channels().find(channel).orElseThrow()))
                .isOne();

        assertThat(claim()).singleElement().extracting(one -> one.alert().id()).isEqualTo(low);
    }

    @Test
    void cleanUp_failsWhatAFailingChannelDidNotGet() {
        UUID channel = channel("slack", grouped());
        stored.open("cpu", "web-1", Severity.LOW, start);
        for (int failures = 1; failures <= Outbox.MAX_CHANNEL_FAILURES; failures++) {
            outbox.channelFailed(channel, "status 503", BACKOFF, now);
        }

        outbox.cleanUp(Instant.now().minus(MINUTE), now);
        assertThat(statuses()).containsExactly("OPENED PENDING");
        outbox.cleanUp(now, now);
        assertThat(statuses()).containsExactly("OPENED FAILED");
    }

    private static Timing grouped() {
        return new Timing(List.of(Timing.RULE), MINUTE, Optional.empty(), Optional.empty());
    }

    private UUID channel(String kind, Timing timing) {
        UUID id = UUID.randomUUID();
        store.channels().create(id, Origin.API, definition(id, kind, timing, true), Actor.SYSTEM, start);
        return id;
    }

    private void enable(UUID channel, boolean enabled) {
        store.channels().update(channel, definition(channel, "webhook", Timing.NONE, enabled), Actor.SYSTEM, start);
    }

    private static Channel.Definition definition(UUID id, String kind, Timing timing, boolean enabled) {
        return new Channel.Definition(
                id.toString(),
                enabled,
                new Channel.Target(kind, Map.of(), Map.of()),
                Severity.LOW,
                Glob.ANY,
                Glob.ANY,
                ChannelIntervals.NONE,
                timing);
    }

    private List<Notification> claim() {
        return outbox.claim(new Claim(4, Map.of(), Set.of("webhook"), LEASE), now);
    }

    private OptionalInt deliver(Notification notification) {
        return outbox.delivered(notification.id(), Optional.empty(), Optional.empty(), now);
    }

    /** Kind and status of each notification, in order. */
    private List<String> statuses() {
        return TestAlert.rows(database, """
                select concat(kind, ' ', status)
                from notification join alert_transition as transition on transition.id = transition_id
                order by transition_id, repeat, notification.channel_id
                """);
    }
}
