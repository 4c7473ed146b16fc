package io.logaggregator.server.notifications.api;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.notify.Notification;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A notification.
 *
 * @param attempts number of attempts
 * @param nextAt time of the next attempt; {@code null} if there is none
 * @param lastError error of the last failed attempt; empty before the first failure
 */
record NotificationView(
        UUID id,
        UUID alertId,
        UUID channelId,
        AlertTransition.Kind transition,
        Notification.Status status,
        int attempts,
        Instant createdAt,
        @Nullable Instant nextAt,
        @Nullable Instant sentAt,
        String lastError) {

    static NotificationView of(Notification notification) {
        return new NotificationView(
                notification.id(),
                notification.alert().id(),
                notification.channelId(),
                notification.transition().kind(),
                notification.status(),
                notification.attempts(),
                notification.createdAt(),
                notification.status() == Notification.Status.PENDING ? notification.nextAt() : null,
                notification.sentAt().orElse(null),
                notification.lastError());
    }
}
