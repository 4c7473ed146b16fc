package io.logaggregator.server.notifications.api;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.ChannelKinds;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notification.Change;
import io.logaggregator.core.alerting.notify.Notification.Group;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Sends notifications on request, which are not stored: tests, which say so in each text, and the end of alerts before a
 * channel is deleted. Thread-safe.
 */
@Component
final class ChannelCheck {

    private static final String RULE = "Test notification";
    private static final Duration MAX_CLOSE_TIME = Duration.ofSeconds(60);
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

    /**
     * Sends the end of alerts, one after the other, or together if the channel has groups. Ends with the first failure.
     *
     * @param firing the alerts as the receiver knows them
     * @return the reason of the failure
     */
    Optional<String> close(Channel channel, List<Notification> firing) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<Notification> ends = firing.stream()
                .map(notification -> resolved(notification, Caller.actor(), now))
                .toList();
        if (ends.size() > 1 && !channel.definition().timing().groupBy().isEmpty()) {
            ends = List.of(ends.getFirst().withGroup(UUID.randomUUID(), group(ends)));
        }
        Instant deadline = now.plus(MAX_CLOSE_TIME);
        for (Notification end : ends) {
            switch (notifier.send(end, channel)) {
                case Delivered _ -> {}
                case Retry(String reason, Optional<Duration> _) -> {
                    return Optional.of(reason);
                }
                case Refused(String reason) -> {
                    return Optional.of(reason);
                }
                case Rejected(String reason) -> {
                    return Optional.of(reason);
                }
            }
            if (clock.instant().isAfter(deadline)) {
                return Optional.of("not all sent within " + MAX_CLOSE_TIME);
            }
        }
        return Optional.empty();
    }

    private static Group group(List<Notification> ends) {
        return new Group(
                Map.of(),
                ends.stream()
                        .limit(Group.MAX_LISTED)
                        .map(one -> new Change(one.alert(), one.transition()))
                        .toList(),
                0,
                ends.size(),
                0);
    }

    private static Notification resolved(Notification sent, Actor actor, Instant now) {
        Alert alert = sent.alert();
        AlertTransition transition = new AlertTransition(
                alert.id(),
                AlertTransition.Kind.RESOLVED,
                now,
                alert.severity(),
                alert.highest(),
                alert.value(),
                alert.peak(),
                alert.threshold(),
                alert.occurrences(),
                actor.name(),
                "The channel is being deleted.",
                null);
        Alert resolved = new Alert(
                alert.id(),
                alert.ruleId(),
                alert.ruleName(),
                alert.fingerprint(),
                alert.labels(),
                alert.severity(),
                alert.highest(),
                AlertStatus.RESOLVED,
                alert.openedAt(),
                alert.acknowledgedAt(),
                Optional.of(now),
                alert.lastAt(),
                alert.value(),
                alert.peak(),
                alert.threshold(),
                alert.occurrences(),
                alert.external());
        return Notification.pending(
                        transition.notificationId(sent.channelId()), resolved, transition, sent.channelId(), now)
                .withReceipt(sent.receipt());
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
                1,
                Optional.empty());
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
                "A test of the channel " + channel.definition().name() + ". No action is needed.",
                null);
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
