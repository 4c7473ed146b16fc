package io.logaggregator.core.alerting.notify;

import io.logaggregator.core.alerting.notify.NotificationMetrics.Result;
import io.logaggregator.core.alerting.notify.Notifier.Outcome;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Delivered;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Rejected;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Retry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers one claimed notification and stores the result. Thread-safe. */
final class Delivery {

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    private final Outbox outbox;
    private final Channels channels;
    private final Notifier notifier;
    private final NotificationMetrics metrics;
    private final DeliveryLimits limits;
    private final RetryingStore store;
    private final InstantSource clock;

    /** The reason of the last failure, for channels whose last notification failed. */
    private final Map<Failure, String> failures = new ConcurrentHashMap<>();

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
            Optional<Outcome> outcome = store.retry(leaseEnd, () -> channels.find(notification.channelId()))
                    .map(channel -> send(notification, channel));
            if (outcome.isEmpty()) {
                return;
            }
            AttemptResult result = attemptResult(notification, outcome.get());
            log(notification, result);
            metrics.sent(result.result(), Duration.between(begin, clock.instant()));
            if (store.retry(leaseEnd, () -> write(notification, result)).isEmpty()) {
                log.warn("notification result not stored, will be sent again: id={}", notification.id());
            }
        } catch (RuntimeException e) {
            log.error("notification failed unexpectedly, will be sent again: id={}", notification.id(), e);
        }
    }

    private Outcome send(Notification notification, Optional<Channel> channel) {
        if (channel.isEmpty()) {
            return new Rejected("the channel was deleted");
        }
        if (!channel.get().definition().enabled()) {
            return new Rejected("the channel is disabled");
        }
        try {
            return notifier.send(notification, channel.get());
        } catch (RuntimeException e) {
            log.error("notifier failed: notification={} channel={}", notification.id(), nameOf(channel.get()), e);
            return new Retry("the notifier failed: " + e.getClass().getSimpleName(), Optional.empty());
        }
    }

    private static String nameOf(Channel channel) {
        return channel.definition().name();
    }

    private AttemptResult attemptResult(Notification notification, Outcome outcome) {
        int attempts = notification.attempts();
        return switch (outcome) {
            case Delivered(Optional<String> receipt) ->
                new AttemptResult(Result.DELIVERED, "", receipt, clock.instant());
            case Rejected(String reason) -> new AttemptResult(Result.FAILED, reason, Optional.empty(), clock.instant());
            case Retry(String reason, Optional<Duration> after) -> {
                if (attempts >= limits.maxAttempts()) {
                    yield new AttemptResult(
                            Result.FAILED,
                            "failed after " + attempts + " attempts: " + reason,
                            Optional.empty(),
                            clock.instant());
                }
                Duration own = limits.backoff().delay(attempts);
                Duration pause = after.filter(wish -> wish.compareTo(own) > 0).orElse(own);
                yield new AttemptResult(
                        Result.PUT_OFF,
                        reason,
                        Optional.empty(),
                        clock.instant().plus(pause));
            }
        };
    }

    /**
     * Logs the first and the final failure of a notification, and once for the notifications of a channel that fail for the
     * same reason, for example while it is disabled. Metrics count all failures.
     */
    private void log(Notification notification, AttemptResult result) {
        UUID channel = notification.channelId();
        switch (result.result()) {
            case DELIVERED -> {
                failures.remove(new Failure(channel, Result.PUT_OFF));
                failures.remove(new Failure(channel, Result.FAILED));
                log.debug("notification delivered: id={}", notification.id());
            }
            case PUT_OFF -> {
                if (notification.attempts() == 1 && isNew(channel, result)) {
                    log.warn(
                            "notification failed, will be retried: id={} channel={} reason={}",
                            notification.id(),
                            channel,
                            result.reason());
                }
            }
            case FAILED -> {
                if (isNew(channel, result)) {
                    log.warn(
                            "notification failed: id={} channel={} reason={}",
                            notification.id(),
                            channel,
                            result.reason());
                } else {
                    log.debug("notification failed: id={} channel={}", notification.id(), channel);
                }
            }
        }
    }

    /** Whether the last failure of the channel had another reason, or a delivery has succeeded since. */
    private boolean isNew(UUID channel, AttemptResult result) {
        return !result.reason().equals(failures.put(new Failure(channel, result.result()), result.reason()));
    }

    /** Returns true, since {@link RetryingStore#retry} needs a result. */
    private boolean write(Notification notification, AttemptResult result) {
        switch (result.result()) {
            case DELIVERED -> outbox.delivered(notification.id(), result.receipt(), result.at());
            case PUT_OFF -> outbox.retry(notification.id(), result.reason(), result.at());
            case FAILED -> outbox.failed(notification.id(), result.reason());
        }
        return true;
    }

    private record Failure(UUID channel, Result result) {}

    /**
     * Result to be stored.
     *
     * @param at time of the delivery, of the failure, or of the next attempt
     */
    private record AttemptResult(Result result, String reason, Optional<String> receipt, Instant at) {}
}
