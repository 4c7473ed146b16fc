package io.logaggregator.server.api;

import io.logaggregator.core.access.Scope;
import io.logaggregator.core.alerting.alert.AlertQuery;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.Alerts;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.server.http.NotFoundException;
import io.logaggregator.server.http.Refuses;
import io.logaggregator.server.parameter.ParameterType;
import io.logaggregator.server.parameter.RequestParameters;
import io.logaggregator.server.parameter.Takes;
import io.logaggregator.server.security.RequiresScope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Alerts: found, one by one with all that is known, with the logs around them, and acted upon. */
@RestController
@RequestMapping("/api/v1/alerts")
class AlertsController {

    private final Alerts alerts;
    private final AlertLogs logs;
    private final AlertActions actions;
    private final InstantSource clock;

    AlertsController(Alerts alerts, AlertLogs logs, AlertActions actions, InstantSource clock) {
        this.alerts = alerts;
        this.logs = logs;
        this.actions = actions;
        this.clock = clock;
    }

    /** Finds alerts, newest first. */
    @RequiresScope(Scope.READ)
    @Takes(
            name = "status",
            type = ParameterType.CHOICE,
            choices = AlertStatus.class,
            repeated = true,
            says = "any of these",
            example = "OPEN")
    @Takes(
            name = "severity",
            type = ParameterType.CHOICE,
            choices = Severity.class,
            repeated = true,
            says = "any of these",
            example = "HIGH")
    @Takes(name = "host", says = "the one that it is about", example = "web-1")
    @Takes(name = "rule", says = "the id or the name of the rule", example = "CPU usage")
    @Takes(name = "from", type = ParameterType.INSTANT, says = "leaves out what was over by then", example = "-1d")
    @Takes(name = "to", type = ParameterType.INSTANT, says = "leaves out what was opened later", example = "-1m")
    @Pages
    @GetMapping
    PageView<AlertView> findAlerts(RequestParameters parameters) {
        AlertQuery query = query(parameters, clock.instant());
        int limit = parameters.number("limit");
        Optional<UUID> after = Cursor.read(parameters);
        return PageView.of(alerts.find(query, limit, after), AlertView::of);
    }

    private static AlertQuery query(RequestParameters parameters, Instant now) {
        Optional<Instant> from = parameters.instant("from", now);
        Optional<Instant> to = parameters.instant("to", now);
        if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
            throw RequestParameters.invalid("from", from.get(), "before to, " + to.get());
        }
        return new AlertQuery(
                parameters.anyOf("status", AlertStatus.class),
                parameters.anyOf("severity", Severity.class),
                parameters.text("host"),
                parameters.text("rule"),
                from,
                to);
    }

    /** Gets an alert with its transitions and its evidence. */
    @RequiresScope(Scope.READ)
    @GetMapping("/{id}")
    AlertHistoryView getAlert(@PathVariable UUID id) {
        return AlertHistoryView.of(alerts.find(id).orElseThrow(() -> noSuchAlert(id)));
    }

    /** Gets the logs of the host of an alert around its opening, errors first. */
    @RequiresScope(Scope.READ)
    @Takes(
            name = "before",
            type = ParameterType.DURATION,
            says = "how long before the opening",
            highest = "1d",
            standard = "5m",
            example = "15m")
    @Takes(
            name = "after",
            type = ParameterType.DURATION,
            says = "how long after the opening",
            highest = "1d",
            standard = "5m",
            example = "1m")
    @Limited
    @GetMapping("/{id}/logs")
    AlertLogs.View getAlertLogs(@PathVariable UUID id, RequestParameters parameters) {
        Duration before = parameters.duration("before");
        Duration after = parameters.duration("after");
        int limit = parameters.number("limit");
        return logs.around(alerts.find(id).orElseThrow(() -> noSuchAlert(id)).alert(), before, after, limit);
    }

    /** Acknowledges or resolves an alert. */
    @RequiresScope(Scope.OPERATE)
    @Refuses(status = HttpStatus.CONFLICT, when = "the alert cannot go there from where it is")
    @PatchMapping("/{id}")
    AlertView actOnAlert(@PathVariable UUID id, @RequestBody AlertActions.Form form) {
        return AlertView.of(actions.act(id, form.action()));
    }

    /** Acknowledges or resolves many alerts, each for itself: one that cannot go there does not hold up the others. */
    @RequiresScope(Scope.OPERATE)
    @PostMapping("/actions")
    ItemsView<AlertActions.Result> actOnAlerts(@RequestBody AlertActions.ManyForm form) {
        return new ItemsView<>(actions.actOnEach(form.alerts(), form.action()));
    }

    static NotFoundException noSuchAlert(UUID id) {
        return new NotFoundException("There is no alert " + id + ", or no longer.");
    }
}
