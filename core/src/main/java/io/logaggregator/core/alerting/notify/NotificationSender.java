package io.logaggregator.core.alerting.notify;

import io.logaggregator.core.common.Backoff;
import io.logaggregator.core.common.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims due notifications from the outbox, sends them, and stores the results. Start once, stop once; thread-safe.
 *
 * <p>One thread claims, and never more than can be sent at once; each notification is sent on a thread of its own.
 * Notifications of a process that died become due again when their lease ends, so each is sent at least once.
 */
public final class NotificationSender {

    private static final Logger log = LoggerFactory.getLogger(NotificationSender.class);

    /** Poll interval of an empty outbox, and so the maximum delay of a notification. */
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    private final Outbox outbox;
    private final DeliveryLimits limits;
    private final Backoff storeBackoff;
    private final InstantSource clock;

    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Semaphore free;
    private final Delivery delivery;
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
        this.free = new Semaphore(limits.maxConcurrent());
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
                && free.tryAcquire(
                        limits.maxConcurrent(),
                        Duration.between(clock.instant(), until).toMillis(),
                        TimeUnit.MILLISECONDS);
        if (!ended) {
            log.warn("notifications still in progress: limit={} count={}", limit, inProgress());
        }
        return ended;
    }

    private int inProgress() {
        return limits.maxConcurrent() - free.availablePermits();
    }

    private void run() {
        int failures = 0;
        try {
            while (stopping.getCount() > 0) {
                Duration pause;
                try {
                    pause = sendDue() ? Duration.ZERO : POLL_INTERVAL;
                    if (failures > 0) {
                        log.info("notifications resumed: failures={}", failures);
                    }
                    failures = 0;
                } catch (StoreUnavailableException e) {
                    if (++failures == 1) {
                        log.warn("notifications paused, store unavailable: reason={}", e.getMessage());
                    }
                    pause = storeBackoff.delay(failures);
                } catch (RuntimeException e) {
                    log.error("notifications not claimed, will be retried", e);
                    pause = storeBackoff.delay(++failures);
                }
                stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Sends as many due notifications as may run concurrently.
     *
     * @return whether to call again at once
     */
    private boolean sendDue() throws InterruptedException {
        if (!free.tryAcquire(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
            return true;
        }
        int room = 1 + free.drainPermits();
        int taken = 0;
        try {
            Instant now = clock.instant();
            List<Notification> due = outbox.claim(room, limits.lease(), now);
            for (Notification notification : due) {
                send(notification, now.plus(limits.lease()));
                taken++;
            }
            return !due.isEmpty();
        } finally {
            free.release(room - taken);
        }
    }

    private void send(Notification notification, Instant leaseEnd) {
        Thread.ofVirtual().name("notification-" + notification.id()).start(() -> {
            try {
                delivery.run(notification, leaseEnd);
            } finally {
                free.release();
            }
        });
    }
}
