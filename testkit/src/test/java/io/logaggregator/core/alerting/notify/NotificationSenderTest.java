package io.logaggregator.core.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.notify.Notification.Status;
import io.logaggregator.core.alerting.notify.NotificationMetrics.Result;
import io.logaggregator.core.alerting.notify.Notifier.Outcome;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Delivered;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Refused;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Rejected;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Retry;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.silence.ChannelIntervals;
import io.logaggregator.core.common.Backoff;
import io.logaggregator.core.common.Glob;
import io.logaggregator.testkit.fakes.FakeChannels;
import io.logaggregator.testkit.fakes.FakeOutbox;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class NotificationSenderTest {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration MIN_RETRY = Duration.ofSeconds(1);
    private static final Duration MAX_RETRY = Duration.ofSeconds(2);
    private static final Duration GIVE_UP = Duration.ofMinutes(1);

    private final AtomicReference<Instant> now = new AtomicReference<>(FakeOutbox.OPENED);
    private final FakeOutbox outbox = new FakeOutbox();
    private final FakeChannels channels = new FakeChannels();
    private final List<UUID> sent = new CopyOnWriteArrayList<>();
    private final List<Result> results = new CopyOnWriteArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final UUID channel = addChannel(true);

    private volatile Outcome answer = new Delivered();
    private volatile boolean blocking;

    private final NotificationSender sender = new NotificationSender(
            outbox,
            channels,
            (notification, _) -> answer(notification),
            (result, _) -> results.add(result),
            new DeliveryLimits(4, LEASE, GIVE_UP, new Backoff(MAX_RETRY, MAX_RETRY, new Random(1)), Set.of()),
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(5), new Random(1)),
            now::get);

    private UUID addChannel(boolean enabled) {
        UUID id = UUID.randomUUID();
        Channel.Target target =
                new Channel.Target("webhook", Map.of(), Map.of("url", "https://hooks.example.org/alerts"));
        Channel.Definition definition = new Channel.Definition(
                "on-call " + id,
                enabled,
                target,
                Severity.LOW,
                Glob.ANY,
                Glob.ANY,
                ChannelIntervals.NONE,
                Channel.Timing.NONE);
        return channels.create(id, Origin.API, definition, Actor.SYSTEM, FakeOutbox.OPENED)
                .id();
    }

    private Outcome answer(Notification notification) {
        sent.add(notification.id());
        if (blocking) {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return answer;
    }

    @AfterEach
    void stop() throws InterruptedException {
        release.countDown();
        assertThat(sender.stop(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void delivered_isSentOnce() {
        for (int i = 0; i < 100; i++) {
            outbox.add(channel);
        }

        sender.start();

        await().untilAsserted(() -> assertThat(outbox.count(Status.SENT)).isEqualTo(100));
        assertThat(sent).hasSize(100).doesNotHaveDuplicates();
        assertThat(results).hasSize(100).containsOnly(Result.DELIVERED);
    }

    @Test
    void laterNotification_isSentWithoutTrigger() {
        sender.start();
        await().until(() -> outbox.claims() > 1);

        UUID id = outbox.add(channel);

        awaitStatus(id, Status.SENT);
    }

    @Test
    void receipt_isStoredWithDelivery() {
        answer = new Delivered(Optional.of("C1 1.2"));
        UUID id = outbox.add(channel);

        sender.start();

        awaitStatus(id, Status.SENT);
        assertThat(outbox.receipt(id)).contains("C1 1.2");
    }

    @Test
    void retry_isSentAgainAfterBackoff() {
        answer = new Retry("status 503", Optional.empty());
        UUID id = outbox.add(channel);

        sender.start();

        await().untilAsserted(() -> assertThat(outbox.row(id).lastError()).isEqualTo("status 503"));
        assertThat(outbox.row(id).nextAt())
                .isBetween(FakeOutbox.OPENED.plus(MIN_RETRY), FakeOutbox.OPENED.plus(MAX_RETRY));
        answer = new Delivered();
        now.updateAndGet(time -> time.plus(MAX_RETRY));
        awaitStatus(id, Status.SENT);
        assertThat(results).containsExactly(Result.PUT_OFF, Result.DELIVERED);
    }

    @Test
    void retryAfter_isUsedIfLongerThanBackoff() {
        answer = new Retry("status 429", Optional.of(Duration.ofMinutes(5)));
        UUID id = outbox.add(channel);

        sender.start();

        await().untilAsserted(() ->
                assertThat(outbox.row(id).nextAt()).isEqualTo(FakeOutbox.OPENED.plus(Duration.ofMinutes(5))));
    }

    @Test
    void retryAfter_doesNotShortenBackoff() {
        answer = new Retry("status 429", Optional.of(Duration.ZERO));
        UUID id = outbox.add(channel);

        sender.start();

        await().untilAsserted(() -> assertThat(outbox.row(id).nextAt())
                .isBetween(FakeOutbox.OPENED.plus(MIN_RETRY), FakeOutbox.OPENED.plus(MAX_RETRY)));
    }

    @Test
    void retry_failsAfterGiveUpTime() {
        answer = new Retry("status 503", Optional.empty());
        UUID id = outbox.add(channel);

        sender.start();

        await().untilAsserted(() -> assertThat(results).containsExactly(Result.PUT_OFF));
        now.updateAndGet(time -> time.plus(GIVE_UP));
        awaitStatus(id, Status.FAILED);
        assertThat(outbox.row(id).lastError()).isEqualTo("failed after 2 attempts: status 503");
        assertThat(results).containsExactly(Result.PUT_OFF, Result.FAILED);
    }

    @Test
    void refused_isRetriedFiveTimesWithinFiveMinutes() {
        answer = new Refused("status 404");
        UUID id = outbox.add(channel);

        sender.start();

        for (int refusals = 1; refusals <= 5; refusals++) {
            int count = refusals;
            await().untilAsserted(() ->
                    assertThat(outbox.row(id).schedule().refusals()).isEqualTo(count));
            now.set(outbox.row(id).nextAt());
        }
        awaitStatus(id, Status.FAILED);
        assertThat(now.get())
                .isBetween(
                        FakeOutbox.OPENED.plus(Duration.ofMinutes(2)), FakeOutbox.OPENED.plus(Duration.ofMinutes(5)));
        assertThat(outbox.row(id).lastError()).isEqualTo("failed after 6 attempts: status 404");
        assertThat(results).hasSize(6).endsWith(Result.FAILED);
    }

    @Test
    void refusals_countOnlyConsecutiveOnes() {
        answer = new Refused("status 404");
        UUID id = outbox.add(channel);
        sender.start();
        await().untilAsserted(
                        () -> assertThat(outbox.row(id).schedule().refusals()).isOne());

        answer = new Retry("status 503", Optional.empty());
        now.set(outbox.row(id).nextAt());

        await().untilAsserted(
                        () -> assertThat(outbox.row(id).schedule().refusals()).isZero());
    }

    @Test
    void rejected_isNotRetried() {
        answer = new Rejected("status 404");
        UUID id = outbox.add(channel);

        sender.start();

        awaitStatus(id, Status.FAILED);
        assertThat(outbox.row(id).lastError()).isEqualTo("status 404");
        assertThat(sent).hasSize(1);
    }

    @Test
    void deletedChannel_cancelsNotification_disabledOneWaits() {
        UUID gone = outbox.add(UUID.randomUUID());
        UUID off = outbox.add(addChannel(false));

        sender.start();

        awaitStatus(gone, Status.CANCELLED);
        await().untilAsserted(() -> assertThat(outbox.row(off).lastError()).isEqualTo("the channel was disabled"));
        assertThat(outbox.row(gone).lastError()).isEqualTo("the channel was deleted");
        assertThat(outbox.row(off).status()).isEqualTo(Status.PENDING);
        assertThat(sent).isEmpty();
    }

    @Test
    void stateOfAChannel_isLoggedOnce() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(Delivery.class);
        lines.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(lines);
        try {
            answer = new Rejected("status 301");
            for (int i = 0; i < 50; i++) {
                outbox.add(channel);
            }
            sender.start();
            await().until(() -> outbox.count(Status.FAILED) == 50);
            await().until(() -> outbox.failures().values().stream().anyMatch(failure -> failure.count() == 50));
            answer = new Delivered();
            awaitStatus(outbox.add(channel), Status.SENT);

            await().untilAsserted(() -> assertThat(lines.list.stream()
                            .filter(line -> line.getLevel().isGreaterOrEqual(Level.INFO))
                            .map(line -> line.getFormattedMessage().replaceAll(":.*", "")))
                    .containsExactlyInAnyOrder(
                            "notification failed", "channel fails, its notifications wait", "channel delivers again"));
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(null);
        }
    }

    @Test
    void noMoreIsClaimedThanCanBeSent() {
        blocking = true;
        for (int i = 0; i < 20; i++) {
            outbox.add(channel);
        }

        sender.start();

        await().until(() -> sent.size() == 4);
        release.countDown();
        await().until(() -> outbox.count(Status.SENT) == 20);
        assertThat(outbox.maxInProgress()).isEqualTo(4);
    }

    @Test
    void hangingChannel_delaysNoOther() {
        blocking = true;
        for (int i = 0; i < 50; i++) {
            outbox.add(channel);
        }
        sender.start();
        await().until(() -> sent.size() == 4);
        blocking = false;

        UUID other = outbox.add(addChannel(true));

        awaitStatus(other, Status.SENT);
        assertThat(outbox.count(Status.SENT)).isEqualTo(1);
    }

    @Test
    void unavailableStore_isRetried() {
        outbox.setUnavailable(true);
        UUID id = outbox.add(channel);
        sender.start();
        await().until(() -> outbox.claims() > 3);

        outbox.setUnavailable(false);

        awaitStatus(id, Status.SENT);
    }

    @Test
    void resultNotStored_isStoredLaterWithoutResending() {
        outbox.setReadOnly(true);
        UUID id = outbox.add(channel);
        sender.start();
        await().until(() -> results.size() == 1);

        outbox.setReadOnly(false);

        awaitStatus(id, Status.SENT);
        assertThat(sent).hasSize(1);
    }

    @Test
    void notifierException_isRetried() {
        AtomicInteger calls = new AtomicInteger();
        UUID id = outbox.add(channel);
        Delivery delivery = new Delivery(
                outbox,
                channels,
                (_, _) -> {
                    calls.incrementAndGet();
                    throw new IllegalStateException("defect");
                },
                NotificationMetrics.NONE,
                new DeliveryLimits(1, LEASE, GIVE_UP, new Backoff(MAX_RETRY, MAX_RETRY, new Random(1)), Set.of()),
                new RetryingStore(new Backoff(MAX_RETRY, MAX_RETRY, new Random(1)), new CountDownLatch(1), now::get),
                now::get);

        delivery.run(
                outbox.claim(new Outbox.Claim(1, Map.of(), Set.of(), LEASE), now.get())
                        .getFirst(),
                now.get().plus(LEASE));

        assertThat(outbox.row(id).lastError()).isEqualTo("the notifier failed: IllegalStateException");
        assertThat(outbox.row(id).status()).isEqualTo(Status.PENDING);
        assertThat(calls).hasValue(1);
    }

    @Test
    void stop_waitsForDeliveriesInProgress() throws InterruptedException {
        blocking = true;
        UUID id = outbox.add(channel);
        sender.start();
        await().until(() -> sent.size() == 1);

        assertThat(sender.stop(Duration.ofMillis(50))).isFalse();
        release.countDown();

        awaitStatus(id, Status.SENT);
    }

    private void awaitStatus(UUID id, Status status) {
        await().untilAsserted(() -> assertThat(outbox.row(id).status()).isEqualTo(status));
    }
}
