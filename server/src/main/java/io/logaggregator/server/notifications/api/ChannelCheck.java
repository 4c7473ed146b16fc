package io.logaggregator.server.notifications.api;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.ChannelKinds;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notifier;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Delivered;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Refused;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Rejected;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Retry;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.server.security.Caller;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Sends test notifications. They say so in each text and are not stored. Thread-safe. */
@Component
final class ChannelCheck {

    private static final String RULE = "Test notification";
    private static final UUID NO_RULE = new UUID(0, 0);
    private static final Labels LABELS = new Labels(new TreeMap<>(Map.of("test", "true")));

    private final Notifier notifier;
    private final ChannelKinds kinds;
    private final InstantSource clock;

    ChannelCheck(Notifier notifier, ChannelKinds kinds, InstantSource clock) {
        this.notifier = notifier;
        this.kinds = kinds;
        this.clock = clock;
    }

    Result send(Channel channel) {
        Instant start = clock.instant();
        Notification notification = notification(channel, start.truncatedTo(ChronoUnit.MICROS));
        Notifier.Outcome outcome = notifier.send(notification, channel);
        long millis = Duration.between(start, clock.instant()).toMillis();
        String body = kinds.preview(notification, channel).orElse(null);
        return switch (outcome) {
            case Delivered _ -> new Result("DELIVERED", "", millis, body);
            case Retry(String reason, Optional<Duration> after) -> new Result("RETRY", reason, millis, body);
            case Refused(String reason) -> new Result("REFUSED", reason, millis, body);
            case Rejected(String reason) -> new Result("REFUSED", reason, millis, body);
        };
    }

    private static Notification notification(Channel channel, Instant now) {
        Alert alert = alert(channel.definition().minSeverity(), now);
        AlertTransition transition = transition(alert, channel, Caller.actor());
        return Notification.pending(transition.notificationId(channel.id()), alert, transition, channel.id(), now);
    }

    private static Alert alert(Severity severity, Instant now) {
        return new Alert(
                UUID.randomUUID(), // a new id each time, or the receiver would drop it as a duplicate
                NO_RULE,
                RULE,
                LABELS.fingerprint(NO_RULE),
                LABELS,
                severity,
                severity,
                AlertStatus.OPEN,
                now,
                Optional.empty(),
                Optional.empty(),
                now,
                1,
                1,
                0,
                1);
    }

    private static AlertTransition transition(Alert alert, Channel channel, Actor actor) {
        return new AlertTransition(
                alert.id(),
                AlertTransition.Kind.OPENED,
                alert.openedAt(),
                alert.severity(),
                alert.highest(),
                alert.value(),
                alert.peak(),
                alert.threshold(),
                alert.occurrences(),
                actor.name(),
                "A test of the channel " + channel.definition().name() + ". No action is needed.");
    }

    /**
     * The result of a test.
     *
     * @param outcome DELIVERED, RETRY (a later attempt may succeed) or REFUSED (no attempt will succeed)
     * @param reason why the delivery failed; empty if it succeeded
     * @param body the body that was sent, of a channel with a template; {@code null} for other channels
     */
    record Result(
            @Schema(allowableValues = {"DELIVERED", "RETRY", "REFUSED"})
            String outcome,

            String reason,
            long durationMillis,
            @Nullable String body) {}
}
