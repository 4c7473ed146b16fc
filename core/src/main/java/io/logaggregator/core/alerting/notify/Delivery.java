package io.logaggregator.core.alerting.notify;

import io.logaggregator.core.alerting.notify.Notification.Status;
import io.logaggregator.core.alerting.notify.NotificationMetrics.Result;
import io.logaggregator.core.alerting.notify.Notifier.Outcome;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Delivered;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Refused;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Rejected;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Retry;
import io.logaggregator.core.common.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers one claimed notification and stores the result. Thread-safe. */
final class Delivery {

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    /** Number of times that a refused notification is sent again. */
    static final int MAX_REFUSALS = 5;

    /** The waits between five attempts add up to at most five minutes. */
    private static final Duration INITIAL_REFUSAL_BACKOFF = Duration.ofMillis(9_600);

    private static final Duration MAX_REFUSAL_BACKOFF = INITIAL_REFUSAL_BACKOFF.multipliedBy(16);

    private final Outbox outbox;
    private final Channels channels;
    private final Notifier notifier;
    private final NotificationMetrics metrics;
    private final DeliveryLimits limits;
    private final Backoff refusalBackoff;
    private final RetryingStore store;
    private final InstantSource clock;

    /** The reason of the last notification that failed for good, for channels without a delivery since. */
    private final Map<UUID, String> failures = new ConcurrentHashMap<>();

    Delivery(
            Outbox outbox,
            Channels channels,
            Notifier notifier,
            NotificationMetrics metrics,
            DeliveryLimits limits,
            RetryingStore store,
            InstantSource clock) {
        this.outbox = outbox;
        this.channels = channels;
        this.notifier = notifier;
        this.metrics = metrics;
        this.limits = limits;
        this.refusalBackoff = new Backoff(
                INITIAL_REFUSAL_BACKOFF, MAX_REFUSAL_BACKOFF, limits.backoff().random());
        this.store = store;
        this.clock = clock;
    }

    /**
     * Delivers the notification. If the store stays unavailable until the lease ends, the notification becomes due
     * again.
     */
    void run(Notification notification, Instant leaseEnd) {
        try {
            Instant begin = clock.instant();
            Optional<Optional<Channel>> found = store.retry(leaseEnd, () -> channels.find(notification.channelId()));
            if (found.isEmpty()) {
                return;
            }
            Optional<Channel> channel = found.get();
            boolean stored = channel.filter(existing -> existing.definition().enabled())
                    .map(existing -> send(notification, existing, begin, leaseEnd))
                    .orElseGet(() -> isStored(leaseEnd, () -> skip(notification, channel)));
            if (!stored) {
                log.warn("notification result not stored, will be sent again: id={}", notification.id());
            }
        } catch (RuntimeException e) {
            log.error("notification failed unexpectedly, will be sent again: id={}", notification.id(), e);
        }
    }

    /** Handles a channel that was deleted or disabled after the claim. Returns true, as all stored results. */
    private boolean skip(Notification notification, Optional<Channel> channel) {
        if (channel.isEmpty()) {
            outbox.end(notification.id(), Status.CANCELLED, "the channel was deleted");
        } else {
            outbox.retry(notification.id(), "the channel was disabled", false, clock.instant());
        }
        return true;
    }

    private boolean send(Notification notification, Channel channel, Instant begin, Instant leaseEnd) {
        Outcome outcome = attempt(notification, channel);
        Duration taken = Duration.between(begin, clock.instant());
        return switch (outcome) {
            case Delivered delivered -> {
                metrics.sent(Result.DELIVERED, taken);
                log.debug("notification delivered: id={}", notification.id());
                yield isStored(leaseEnd, () -> store(notification, channel, delivered));
            }
            case Retry(String reason, Optional<Duration> after) -> {
                Instant now = clock.instant();
                Instant giveUp = notification.schedule().queuedAt().plus(limits.giveUpAfter());
                if (!now.isBefore(giveUp)) {
                    yield fail(
                            notification,
                            channel,
                            "failed after " + notification.attempts() + " attempts: " + reason,
                            taken,
                            leaseEnd);
                }
                Duration own = limits.backoff().delay(notification.attempts());
                Duration pause = after.filter(wish -> wish.compareTo(own) > 0).orElse(own);
                yield putOff(notification, channel, reason, false, now.plus(pause), taken, leaseEnd);
            }
            case Refused(String reason) -> {
                int refusals = notification.schedule().refusals() + 1;
                if (refusals > MAX_REFUSALS) {
                    yield fail(
                            notification,
                            channel,
                            "failed after " + refusals + " attempts: " + reason,
                            taken,
                            leaseEnd);
                }
                Instant next = clock.instant().plus(refusalBackoff.delay(refusals));
                yield putOff(notification, channel, reason, true, next, taken, leaseEnd);
            }
            case Rejected(String reason) -> fail(notification, channel, reason, taken, leaseEnd);
        };
    }

    private Outcome attempt(Notification notification, Channel channel) {
        try {
            return notifier.send(notification, channel);
        } catch (RuntimeException e) {
            log.error("notifier failed: notification={} channel={}", notification.id(), nameOf(channel), e);
            return new Retry("the notifier failed: " + e.getClass().getSimpleName(), Optional.empty());
        }
    }

    private static String nameOf(Channel channel) {
        return channel.definition().name();
    }

    private boolean store(Notification notification, Channel channel, Delivered delivered) {
        Optional<String> receipt = notification.group().isPresent() ? Optional.empty() : delivered.receipt();
        outbox.delivered(notification.id(), receipt, delivered.repeat(), clock.instant())
                .ifPresent(resent -> log.info(
                        "channel delivers again: channel={} name={} resent={}", channel.id(), nameOf(channel), resent));
        failures.remove(channel.id());
        return true;
    }

    private boolean putOff(
            Notification notification,
            Channel channel,
            String reason,
            boolean refused,
            Instant nextAt,
            Duration taken,
            Instant leaseEnd) {
        metrics.sent(Result.PUT_OFF, taken);
        log.debug(
                "notification failed, will be retried: id={} channel={} reason={}",
                notification.id(),
                channel.id(),
                reason);
        return isStored(leaseEnd, () -> {
                    outbox.retry(notification.id(), reason, refused, nextAt);
                    return true;
                })
                && isFailureStored(channel, reason, leaseEnd);
    }

    private boolean fail(Notification notification, Channel channel, String reason, Duration taken, Instant leaseEnd) {
        metrics.sent(Result.FAILED, taken);
        if (reason.equals(failures.put(channel.id(), reason))) {
            log.debug("notification failed: id={} channel={}", notification.id(), channel.id());
        } else {
            log.warn("notification failed: id={} channel={} reason={}", notification.id(), channel.id(), reason);
        }
        return isStored(leaseEnd, () -> {
                    outbox.end(notification.id(), Status.FAILED, reason);
                    return true;
                })
                && isFailureStored(channel, reason, leaseEnd);
    }

    private boolean isFailureStored(Channel channel, String reason, Instant leaseEnd) {
        return isStored(leaseEnd, () -> {
            int count = outbox.channelFailed(channel.id(), reason, limits.backoff(), clock.instant());
            if (count == Outbox.MAX_CHANNEL_FAILURES) {
                log.warn(
                        "channel fails, its notifications wait: channel={} name={} reason={}",
                        channel.id(),
                        nameOf(channel),
                        reason);
            }
            return true;
        });
    }

    private boolean isStored(Instant leaseEnd, Supplier<Boolean> write) {
        return store.retry(leaseEnd, write).isPresent();
    }
}
