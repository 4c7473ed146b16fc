package io.logaggregator.server.api;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.notify.Notification;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A notification.
 *
 * @param attempts how often it was tried
 * @param nextAt when it is tried next; {@code null} when it is not
 * @param lastError why it was not taken the last time; empty before the first failure
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
