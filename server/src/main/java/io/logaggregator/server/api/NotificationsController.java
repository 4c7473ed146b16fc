package io.logaggregator.server.api;

import io.logaggregator.application.alert.Outbox;
import io.logaggregator.domain.access.Scope;
import io.logaggregator.server.config.ApiSettings;
import io.logaggregator.server.security.RequiresScope;
import java.util.Optional;
import java.util.UUID;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who was told of what, and where that failed: why was I not told? */
@RestController
@RequestMapping("/api/v1/notifications")
class NotificationsController {

    private final Outbox outbox;
    private final ApiSettings settings;

    NotificationsController(Outbox outbox, ApiSettings settings) {
        this.outbox = outbox;
        this.settings = settings;
    }

    @RequiresScope(Scope.READ)
    @GetMapping
    PageView<NotificationView> list(@RequestParam MultiValueMap<String, String> request) {
        RequestParameters parameters = new RequestParameters(request);
        Optional<UUID> alert = parameters.id("alert");
        int limit = parameters.number("limit", 1, settings.maxPageSize(), settings.pageSize());
        Optional<UUID> after = Cursor.read(parameters);
        parameters.refuseOthers();
        return PageView.of(outbox.list(alert, limit, after), NotificationView::of);
    }
}
