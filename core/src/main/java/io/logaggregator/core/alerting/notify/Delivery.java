package io.logaggregator.core.alerting.notify;

import io.logaggregator.core.alerting.notify.NotificationMetrics.Result;
import io.logaggregator.core.alerting.notify.Notifier.Outcome;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Delivered;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Refused;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Retry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one claimed notification, and writes down what came of it. Thread-safe. */
final class Delivery {

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    private final Outbox outbox;
    private final Channels channels;
    private final Notifier notifier;
    private final NotificationMetrics metrics;
    private final DeliveryLimits limits;
    private final RetryingStore store;
    private final InstantSource clock;

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

    /** Leaves to the lease what the store cannot be told: the notification is then due again. */
    void run(Notification notification, Instant leaseEnd) {
        try {
            Instant begin = clock.instant();
            Optional<Outcome> outcome = store.ask(leaseEnd, () -> channels.find(notification.channelId()))
                    .map(channel -> send(notification, channel));
            if (outcome.isEmpty()) {
                return;
            }
            Settlement settlement = settlement(notification, outcome.get());
            tell(notification, settlement);
            metrics.sent(settlement.result(), Duration.between(begin, clock.instant()));
            if (store.ask(leaseEnd, () -> write(notification, settlement)).isEmpty()) {
                log.warn("notification will be sent again, the store is away: id={}", notification.id());
            }
        } catch (RuntimeException e) {
            log.error("notification not settled, will be sent again: id={}", notification.id(), e);
        }
    }

    private Outcome send(Notification notification, Optional<Channel> channel) {
        if (channel.isEmpty()) {
            return new Refused("the channel is gone");
        }
        if (!channel.get().definition().enabled()) {
            return new Refused("the channel is switched off");
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

    private Settlement settlement(Notification notification, Outcome outcome) {
        int attempts = notification.attempts();
        return switch (outcome) {
            case Delivered() -> new Settlement(Result.DELIVERED, "", clock.instant());
            case Refused(String reason) -> new Settlement(Result.FAILED, reason, clock.instant());
            case Retry(String reason, Optional<Duration> after) -> {
                if (attempts >= limits.attempts()) {
                    yield new Settlement(
                            Result.FAILED, "given up after " + attempts + " attempts: " + reason, clock.instant());
                }
                Duration own = limits.retries().delay(attempts);
                Duration pause = after.filter(wish -> wish.compareTo(own) > 0).orElse(own);
                yield new Settlement(Result.PUT_OFF, reason, clock.instant().plus(pause));
            }
        };
    }

    /** A failure is told when it begins and when it ends the trying; in between the metrics count. */
    private static void tell(Notification notification, Settlement settlement) {
        switch (settlement.result()) {
            case DELIVERED -> log.debug("notification delivered: id={}", notification.id());
            case PUT_OFF -> {
                if (notification.attempts() == 1) {
                    log.warn(
                            "notification put off: id={} channel={} reason={}",
                            notification.id(),
                            notification.channelId(),
                            settlement.reason());
                }
            }
            case FAILED ->
                log.warn(
                        "notification failed: id={} channel={} reason={}",
                        notification.id(),
                        notification.channelId(),
                        settlement.reason());
        }
    }

    /** @return true; there is no other answer than that it was written */
    private boolean write(Notification notification, Settlement settlement) {
        switch (settlement.result()) {
            case DELIVERED -> outbox.delivered(notification.id(), settlement.at());
            case PUT_OFF -> outbox.retry(notification.id(), settlement.reason(), settlement.at());
            case FAILED -> outbox.failed(notification.id(), settlement.reason());
        }
        return true;
    }

    /**
     * What is to be written down.
     *
     * @param at when it was delivered or failed, or is to be tried again
     */
    private record Settlement(Result result, String reason, Instant at) {}
}
