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
 * Empties the outbox: claims what is due, sends it, and writes down what came of it. Start once, stop once; thread-safe.
 *
 * <p>One thread claims, and never more than can be sent at once; each notification is sent on a thread of its own. What
 * is in hand when the program dies is due again when its lease ends, so each is sent at least once.
 */
public final class NotificationSender {

    private static final Logger log = LoggerFactory.getLogger(NotificationSender.class);

    /** How late a transition is told at most while there is nothing else to do. */
    private static final Duration IDLE = Duration.ofMillis(250);

    private final Outbox outbox;
    private final DeliveryLimits limits;
    private final Backoff storeWaits;
    private final InstantSource clock;

    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Semaphore free;
    private final Delivery delivery;
    private final Thread loop = Thread.ofVirtual().name("notifications").unstarted(this::run);

    /** @param storeWaits between questions to a store that is away; its random must be thread-safe */
    public NotificationSender(
            Outbox outbox,
            Channels channels,
            Notifier notifier,
            NotificationMetrics metrics,
            DeliveryLimits limits,
            Backoff storeWaits,
            InstantSource clock) {
        this.outbox = outbox;
        this.limits = limits;
        this.storeWaits = storeWaits;
        this.clock = clock;
        this.free = new Semaphore(limits.concurrency());
        this.delivery = new Delivery(
                outbox, channels, notifier, metrics, limits, new RetryingStore(storeWaits, stopping, clock), clock);
    }

    public void start() {
        loop.start();
    }

    /**
     * Claims no more, and waits for what is being sent.
     *
     * @return whether all ended in time; what did not is sent again when its lease ends
     */
    public boolean stop(Duration limit) throws InterruptedException {
        stopping.countDown();
        if (loop.getState() == Thread.State.NEW) {
            return true;
        }
        Instant until = clock.instant().plus(limit);
        boolean ended = loop.join(limit.isPositive() ? limit : Duration.ofMillis(1))
                && free.tryAcquire(
                        limits.concurrency(),
                        Duration.between(clock.instant(), until).toMillis(),
                        TimeUnit.MILLISECONDS);
        if (!ended) {
            log.warn("notifications still being sent after {}: count={}", limit, inHand());
        }
        return ended;
    }

    private int inHand() {
        return limits.concurrency() - free.availablePermits();
    }

    private void run() {
        int failures = 0;
        try {
            while (stopping.getCount() > 0) {
                Duration pause;
                try {
                    pause = turn() ? Duration.ZERO : IDLE;
                    if (failures > 0) {
                        log.info("notifications are sent again: failures={}", failures);
                    }
                    failures = 0;
                } catch (StoreUnavailableException e) {
                    if (++failures == 1) {
                        log.warn("notifications wait for the store: reason={}", e.getMessage());
                    }
                    pause = storeWaits.delay(failures);
                } catch (RuntimeException e) {
                    log.error("notifications could not be claimed, will be tried again", e);
                    pause = storeWaits.delay(++failures);
                }
                stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends as many as there is room for; tells whether there was one. */
    private boolean turn() throws InterruptedException {
        if (!free.tryAcquire(IDLE.toMillis(), TimeUnit.MILLISECONDS)) {
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
