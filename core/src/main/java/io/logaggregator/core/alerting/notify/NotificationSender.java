package io.logaggregator.core.alerting.notify;

import io.logaggregator.core.common.Backoff;
import io.logaggregator.core.common.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims due notifications from the outbox, sends them, and stores the results. Start once, stop once; thread-safe.
 *
 * <p>One thread claims, for each channel never more than can be sent to it at once; each notification is sent on a thread of
 * its own. So a channel that does not answer delays no other.
 *
 * <p>Notifications of a process that died become due again when their lease ends, so each is sent at least once.
 */
public final class NotificationSender {

    private static final Logger log = LoggerFactory.getLogger(NotificationSender.class);

    /** Poll interval of an empty outbox, and so the maximum delay of a notification. */
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    private static final Duration CLEAN_UP_INTERVAL = Duration.ofMinutes(10);

    private final Outbox outbox;
    private final DeliveryLimits limits;
    private final Backoff storeBackoff;
    private final InstantSource clock;

    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Deliveries inProgress = new Deliveries();
    private final Delivery delivery;
    private Instant nextCleanUp = Instant.MIN;
    private final Thread loop =
            Thread.ofPlatform().daemon().name("notifications").unstarted(this::run);

    /** @param storeBackoff wait between retries while the store is unavailable; its random must be thread-safe */
    public NotificationSender(
            Outbox outbox,
            Channels channels,
            Notifier notifier,
            NotificationMetrics metrics,
            DeliveryLimits limits,
            Backoff storeBackoff,
            InstantSource clock) {
        this.outbox = outbox;
        this.limits = limits;
        this.storeBackoff = storeBackoff;
        this.clock = clock;
        this.delivery = new Delivery(
                outbox, channels, notifier, metrics, limits, new RetryingStore(storeBackoff, stopping, clock), clock);
    }

    public void start() {
        loop.start();
    }

    /**
     * Stops claiming, and waits for deliveries in progress.
     *
     * @return whether all ended in time; the others are sent again when their lease ends
     */
    public boolean stop(Duration limit) throws InterruptedException {
        stopping.countDown();
        if (loop.getState() == Thread.State.NEW) {
            return true;
        }
        Instant until = clock.instant().plus(limit);
        boolean ended = loop.join(limit.isPositive() ? limit : Duration.ofMillis(1))
                && inProgress.awaitEnd(Duration.between(clock.instant(), until));
        if (!ended) {
            log.warn("notifications still in progress: limit={} count={}", limit, inProgress.count());
        }
        return ended;
    }

    private void run() {
        int failures = 0;
        try {
            while (stopping.getCount() > 0) {
                try {
                    sendDue();
                    if (failures > 0) {
                        log.info("notifications resumed: failures={}", failures);
                    }
                    failures = 0;
                    inProgress.awaitChange(POLL_INTERVAL);
                } catch (StoreUnavailableException e) {
                    if (++failures == 1) {
                        log.warn("notifications paused, store unavailable: reason={}", e.getMessage());
                    }
                    pause(failures);
                } catch (RuntimeException e) {
                    log.error("notifications not claimed, will be retried", e);
                    pause(++failures);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pause(int failures) throws InterruptedException {
        stopping.await(storeBackoff.delay(failures).toMillis(), TimeUnit.MILLISECONDS);
    }

    private void sendDue() {
        Instant now = clock.instant();
        if (!now.isBefore(nextCleanUp)) {
            nextCleanUp = now.plus(CLEAN_UP_INTERVAL);
            outbox.cleanUp(now.minus(limits.giveUpAfter()), now);
        }
        Outbox.Claim claim = new Outbox.Claim(
                limits.maxPerChannel(), inProgress.byChannel(), limits.everyTransition(), limits.lease());
        for (Notification due : outbox.claim(claim, now)) {
            send(due, now.plus(limits.lease()));
        }
    }

    private void send(Notification notification, Instant leaseEnd) {
        inProgress.begin(notification.channelId());
        Thread.ofVirtual().name("notification-" + notification.id()).start(() -> {
            try {
                delivery.run(notification, leaseEnd);
            } finally {
                inProgress.end(notification.channelId());
            }
        });
    }
}
