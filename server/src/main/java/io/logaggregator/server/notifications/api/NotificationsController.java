package io.logaggregator.server.notifications.api;

import io.logaggregator.core.access.Scope;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Outbox;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.silence.Muting;
import io.logaggregator.server.security.Caller;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.web.Cursor;
import io.logaggregator.server.web.Cursor.Source;
import io.logaggregator.server.web.PageView;
import io.logaggregator.server.web.ProblemException;
import io.logaggregator.server.web.WholeNumber;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Notifications: their recipients, attempts and errors. */
@RestController
@RequestMapping("/api/v1/notifications")
class NotificationsController {

    private final Outbox outbox;
    private final InstantSource clock;

    NotificationsController(Outbox outbox, InstantSource clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Lists notifications with the status of their delivery, newest first. */
    @RequiresScope(Scope.READ)
    @GetMapping
    PageView<NotificationView> listNotifications(
            @RequestParam
                    @Parameter(
                            description = "The id of an alert. Default: all alerts.",
                            example = "019ab0c1-0000-7000-8000-000000000001")
                    Optional<UUID> alert,
            @RequestParam
                    @Parameter(
                            description = "The id of a channel. Default: all channels.",
                            example = "019ab0c1-0000-7000-8000-000000000001")
                    Optional<UUID> channel,
            @RequestParam(defaultValue = "") @Parameter(description = "Statuses. Default: all.", example = "FAILED")
                    Set<Notification.Status> status,
            @RequestParam(defaultValue = WholeNumber.PAGE_SIZE)
                    @WholeNumber(min = 1, max = WholeNumber.MAX_PAGE_SIZE)
                    @Parameter(description = PageView.LIMIT, example = "20")
                    int limit,
            @RequestParam @Parameter(description = PageView.CURSOR) Optional<Cursor> cursor) {
        return PageView.of(
                Source.NOTIFICATIONS,
                outbox.list(
                        new Outbox.Filter(alert, channel, status), limit, Cursor.idIn(Source.NOTIFICATIONS, cursor)),
                NotificationView::of);
    }

    /** Sends a failed notification again. It keeps its id, by which the receiver can detect duplicates. */
    @RequiresScope(Scope.OPERATE)
    @ApiResponse(responseCode = "409", description = "The notification has not failed.")
    @PostMapping("/{id}/retry")
    @ResponseStatus(HttpStatus.OK)
    NotificationView retryNotification(@PathVariable UUID id) {
        boolean resent = outbox.resend(id, Caller.actor(), clock.instant());
        Notification notification = outbox.find(id)
                .orElseThrow(
                        () -> ProblemException.notFound("There is no notification " + id + ", or it was deleted."));
        if (!resent) {
            throw ProblemException.conflict("The notification is " + notification.status() + " (expected: FAILED).");
        }
        return NotificationView.of(notification);
    }

    /**
     * The reason why a notification is muted.
     *
     * @param by the id of the silence, the name of the mute interval, or the id of the inhibiting alert
     */
    record MutedBy(Muting.Reason reason, String by) {

        static MutedBy of(Muting muting) {
            return new MutedBy(muting.reason(), muting.by());
        }
    }

    /**
     * A notification.
     *
     * @param rule name of the rule of the alert
     * @param host host of the alert; empty if it is not about a single host
     * @param severity severity of the alert as of the transition
     * @param attempts number of attempts
     * @param nextAt time of the next attempt; {@code null} if there is none
     * @param lastError error of the last failed attempt; empty before the first failure
     * @param repeat number of the repetition while the alert fires; 0 for the transition itself
     * @param group id of the notification with several alerts in which it was sent last; {@code null} if it was sent by itself
     * @param mutedBy reason why it is muted; {@code null} if it is not
     */
    record NotificationView(
            UUID id,
            UUID alertId,
            String rule,
            String host,
            Severity severity,
            UUID channelId,
            AlertTransition.Kind transition,
            Notification.Status status,
            int attempts,
            Instant createdAt,
            @Nullable Instant nextAt,
            @Nullable Instant sentAt,
            String lastError,
            int repeat,
            @Nullable UUID group,
            @Nullable MutedBy mutedBy) {

        static NotificationView of(Notification notification) {
            return new NotificationView(
                    notification.id(),
                    notification.alert().id(),
                    notification.alert().ruleName(),
                    notification.alert().labels().host(),
                    notification.alert().severity(),
                    notification.channelId(),
                    notification.transition().kind(),
                    notification.status(),
                    notification.attempts(),
                    notification.createdAt(),
                    notification.status() == Notification.Status.PENDING ? notification.nextAt() : null,
                    notification.sentAt().orElse(null),
                    notification.lastError(),
                    notification.schedule().repeat(),
                    notification
                            .schedule()
                            .batch()
                            .filter(batch -> !batch.equals(notification.id()))
                            .orElse(null),
                    notification.muting().map(MutedBy::of).orElse(null));
        }
    }
}
