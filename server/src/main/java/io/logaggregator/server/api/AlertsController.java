package io.logaggregator.server.api;

import io.logaggregator.application.alert.Alerts;
import io.logaggregator.domain.access.Scope;
import io.logaggregator.domain.alert.AlertQuery;
import io.logaggregator.domain.alert.AlertStatus;
import io.logaggregator.domain.alert.Severity;
import io.logaggregator.server.config.ApiSettings;
import io.logaggregator.server.http.NotFoundException;
import io.logaggregator.server.security.RequiresScope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Alerts: found, one by one with all that is known, with the logs around them, and acted upon. */
@RestController
@RequestMapping("/api/v1/alerts")
class AlertsController {

    private static final Duration LONGEST_AROUND = Duration.ofDays(1);
    private static final Duration USUAL_AROUND = Duration.ofMinutes(5);

    private final Alerts alerts;
    private final AlertLogs logs;
    private final AlertActions actions;
    private final ApiSettings settings;
    private final InstantSource clock;

    AlertsController(Alerts alerts, AlertLogs logs, AlertActions actions, ApiSettings settings, InstantSource clock) {
        this.alerts = alerts;
        this.logs = logs;
        this.actions = actions;
        this.settings = settings;
        this.clock = clock;
    }

    @RequiresScope(Scope.READ)
    @GetMapping
    PageView<AlertView> list(@RequestParam MultiValueMap<String, String> request) {
        RequestParameters parameters = new RequestParameters(request);
        AlertQuery query = query(parameters, clock.instant());
        int limit = parameters.number("limit", 1, settings.maxPageSize(), settings.pageSize());
        Optional<UUID> after = Cursor.read(parameters);
        parameters.refuseOthers();
        return PageView.of(alerts.find(query, limit, after), AlertView::of);
    }

    private static AlertQuery query(RequestParameters parameters, Instant now) {
        Optional<Instant> from = TimeRange.instant(parameters, "from", now);
        Optional<Instant> to = TimeRange.instant(parameters, "to", now);
        if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
            throw RequestParameters.invalid("from", from.get(), "before to, " + to.get());
        }
        return new AlertQuery(
                parameters.anyOf("status", List.of(AlertStatus.values())),
                parameters.anyOf("severity", List.of(Severity.values())),
                parameters.text("host"),
                parameters.text("rule"),
                from,
                to);
    }

    @RequiresScope(Scope.READ)
    @GetMapping("/{id}")
    AlertHistoryView one(@PathVariable UUID id, @RequestParam MultiValueMap<String, String> request) {
        RequestParameters.refuseAll(request);
        return AlertHistoryView.of(alerts.find(id).orElseThrow(() -> noSuchAlert(id)));
    }

    @RequiresScope(Scope.READ)
    @GetMapping("/{id}/logs")
    AlertLogs.View logs(@PathVariable UUID id, @RequestParam MultiValueMap<String, String> request) {
        RequestParameters parameters = new RequestParameters(request);
        Duration before = TimeRange.duration(parameters, "before", LONGEST_AROUND, USUAL_AROUND);
        Duration after = TimeRange.duration(parameters, "after", LONGEST_AROUND, USUAL_AROUND);
        int limit = parameters.number("limit", 1, settings.maxPageSize(), settings.pageSize());
        parameters.refuseOthers();
        return logs.around(alerts.find(id).orElseThrow(() -> noSuchAlert(id)).alert(), before, after, limit);
    }

    @RequiresScope(Scope.OPERATE)
    @PatchMapping("/{id}")
    AlertView act(
            @PathVariable UUID id,
            @RequestBody AlertActions.Form form,
            @RequestParam MultiValueMap<String, String> request) {
        RequestParameters.refuseAll(request);
        return AlertView.of(actions.act(id, form.action()));
    }

    /** Each for itself: one that cannot be done does not keep the others from being done. */
    @RequiresScope(Scope.OPERATE)
    @PostMapping("/actions")
    ItemsView<AlertActions.Result> actOnEach(
            @RequestBody AlertActions.ManyForm form, @RequestParam MultiValueMap<String, String> request) {
        RequestParameters.refuseAll(request);
        return new ItemsView<>(actions.actOnEach(form.alerts(), form.action()));
    }

    static NotFoundException noSuchAlert(UUID id) {
        return new NotFoundException("There is no alert " + id + ", or no longer.");
    }
}
