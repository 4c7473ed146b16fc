package io.logaggregator.server.api;

import io.logaggregator.core.access.Scope;
import io.logaggregator.core.alerting.notify.Outbox;
import io.logaggregator.server.parameter.ParameterType;
import io.logaggregator.server.parameter.RequestParameters;
import io.logaggregator.server.parameter.Takes;
import io.logaggregator.server.security.RequiresScope;
import java.util.Optional;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who was told of what, and where that failed: why was I not told? */
@RestController
@RequestMapping("/api/v1/notifications")
class NotificationsController {

    private final Outbox outbox;

    NotificationsController(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Lists who was told of what, or why not, newest first. */
    @RequiresScope(Scope.READ)
    @Takes(
            name = "alert",
            type = ParameterType.ID,
            says = "the id of the alert that they tell of",
            example = "019ab0c1-0000-7000-8000-000000000001")
    @Pages
    @GetMapping
    PageView<NotificationView> listNotifications(RequestParameters parameters) {
        Optional<UUID> alert = parameters.id("alert");
        int limit = parameters.number("limit");
        Optional<UUID> after = Cursor.read(parameters);
        return PageView.of(outbox.list(alert, limit, after), NotificationView::of);
    }
}
