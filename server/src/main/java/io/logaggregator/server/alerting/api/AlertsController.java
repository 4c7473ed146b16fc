package io.logaggregator.server.alerting.api;

import io.logaggregator.core.access.Scope;
import io.logaggregator.core.alerting.alert.AlertHistory;
import io.logaggregator.core.alerting.alert.AlertQuery;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.Alerts;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.silence.MutedNotifications;
import io.logaggregator.core.alerting.silence.Suppression;
import io.logaggregator.core.alerting.silence.Suppression.Definitions;
import io.logaggregator.server.alerting.api.AlertView.AlertHistoryView;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.web.Cursor;
import io.logaggregator.server.web.Cursor.Source;
import io.logaggregator.server.web.ItemsView;
import io.logaggregator.server.web.PageView;
import io.logaggregator.server.web.ProblemException;
import io.logaggregator.server.web.TimeRange;
import io.logaggregator.server.web.TimeRange.Within;
import io.logaggregator.server.web.WholeNumber;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.Valid;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Alerts: search, history, logs around the opening, trends, acknowledgement and resolution. */
@RestController
@RequestMapping("/api/v1/alerts")
class AlertsController {

    private final Alerts alerts;
    private final AlertLogs logs;
    private final AlertActions actions;

    private final MutedNotifications notifications;
    private final InstantSource clock;

    AlertsController(
            Alerts alerts,
            AlertLogs logs,
            AlertActions actions,
            MutedNotifications notifications,
            InstantSource clock) {
        this.alerts = alerts;
        this.logs = logs;
        this.actions = actions;
        this.notifications = notifications;
        this.clock = clock;
    }

    /** Finds alerts, newest first. */
    @RequiresScope(Scope.READ)
    @GetMapping
    PageView<AlertView> findAlerts(
            @ModelAttribute Filter filter,
            @RequestParam(defaultValue = WholeNumber.PAGE_SIZE)
                    @WholeNumber(min = 1, max = WholeNumber.MAX_PAGE_SIZE)
                    @Parameter(description = PageView.LIMIT, example = "20")
                    int limit,
            @RequestParam @Parameter(description = PageView.CURSOR) Optional<Cursor> cursor) {
        Instant now = clock.instant();
        Suppression suppression = suppression(now);
        return PageView.of(
                Source.ALERTS,
                alerts.find(filter.query(), limit, Cursor.idIn(Source.ALERTS, cursor)),
                alert -> AlertView.of(alert, suppression, now));
    }

    private Suppression suppression(Instant now) {
        Definitions definitions = notifications.definitions(now);
        return new Suppression(definitions, definitions.inhibitions().isEmpty() ? List.of() : notifications.firing());
    }

    /** The parameters that select alerts. */
    record Filter(
            @Parameter(description = "Any of these statuses.", example = "OPEN") @Nullable
            Set<AlertStatus> status,

            @Parameter(
                    description =
                            "Any of these severities: the highest of a resolved alert, the current one of others.",
                    example = "HIGH")
            @Nullable
            Set<Severity> severity,

            @Parameter(description = "The host of the alert.", example = "web-1") @Nullable
            String host,

            @Parameter(description = "The id or the name of the rule.", example = "CPU usage") @Nullable
            String rule,

            @Parameter(
                    description = "Part of the name of the rule or of the value of a label, case-insensitive.",
                    example = "web")
            @Nullable
            String search,

            @Parameter(description = "Excludes alerts resolved before this time.", example = "-1d") @Nullable
            Instant from,

            @Parameter(description = "Excludes alerts opened after this time.", example = "-1m") @Nullable
            Instant to) {

        private AlertQuery query() {
            if (from != null && to != null && !from.isBefore(to)) {
                throw ProblemException.invalidParameter("from", from, "before to, " + to);
            }
            return new AlertQuery(
                    status == null ? Set.of() : status,
                    severity == null ? Set.of() : severity,
                    text(host),
                    text(rule),
                    text(search),
                    Optional.ofNullable(from),
                    Optional.ofNullable(to));
        }

        private static Optional<String> text(@Nullable String value) {
            return Optional.ofNullable(value).filter(text -> !text.isEmpty());
        }
    }

    /** Counts alerts by status and severity. */
    @RequiresScope(Scope.READ)
    @GetMapping("/counts")
    ItemsView<CountView> countAlerts(@ModelAttribute Filter filter) {
        return new ItemsView<>(alerts.count(filter.query()).stream()
                .map(count -> new CountView(count.status(), count.severity(), count.count()))
                .toList());
    }

    /**
     * A number of alerts.
     *
     * @param severity highest severity of resolved alerts, current severity of others
     */
    record CountView(AlertStatus status, Severity severity, long count) {}

    /** Gets an alert with its transitions and its evidence. */
    @RequiresScope(Scope.READ)
    @GetMapping("/{id}")
    AlertHistoryView getAlert(@PathVariable UUID id) {
        Instant now = clock.instant();
        return AlertHistoryView.of(find(id), suppression(now), now);
    }

    /** Gets the logs of the host of an alert around its opening, errors first. */
    @RequiresScope(Scope.READ)
    @GetMapping("/{id}/logs")
    AlertLogs.View getAlertLogs(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "5m")
                    @DurationMin(message = AlertLogs.EXPECTED)
                    @DurationMax(days = AlertLogs.MAX_DAYS, message = AlertLogs.EXPECTED)
                    @Parameter(description = "Time before the opening. At most `1d`.", example = "15m")
                    Duration before,
            @RequestParam(defaultValue = "5m")
                    @DurationMin(message = AlertLogs.EXPECTED)
                    @DurationMax(days = AlertLogs.MAX_DAYS, message = AlertLogs.EXPECTED)
                    @Parameter(description = "Time after the opening. At most `1d`.", example = "1m")
                    Duration after,
            @RequestParam(defaultValue = WholeNumber.PAGE_SIZE)
                    @WholeNumber(min = 1, max = WholeNumber.MAX_PAGE_SIZE)
                    @Parameter(description = PageView.LIMIT, example = "20")
                    int limit) {
        return logs.around(find(id).alert(), before, after, limit);
    }

    /** Counts alerts over time, by severity, status, rule and host, and compares them with the time range before. */
    @RequiresScope(Scope.READ)
    @GetMapping("/trends")
    AlertTrendsView getAlertTrends(
            @Within("7d") TimeRange time,
            @RequestParam(required = false) @Parameter(description = TimeRange.STEP, example = "1h") @Nullable
                    Duration step,
            @RequestParam(defaultValue = "10")
                    @WholeNumber(min = 1, max = "100")
                    @Parameter(description = "Maximum number of rules and of hosts.", example = "5")
                    int top) {
        return AlertTrendsView.of(alerts.trends(time.from(), time.to(), time.step(step), top));
    }

    /** Acknowledges or resolves an alert. */
    @RequiresScope(Scope.OPERATE)
    @ApiResponse(responseCode = "409", description = "The status of the alert does not permit this change.")
    @PatchMapping("/{id}")
    @ResponseStatus(HttpStatus.OK)
    AlertView actOnAlert(@PathVariable UUID id, @Valid @RequestBody AlertActions.Form form) {
        Instant now = clock.instant();
        return AlertView.of(actions.act(id, form), suppression(now), now);
    }

    /** Acknowledges or resolves many alerts. Each succeeds or fails independently of the others. */
    @RequiresScope(Scope.OPERATE)
    @PostMapping("/actions")
    ItemsView<AlertActions.Result> actOnAlerts(@Valid @RequestBody AlertActions.ManyForm form) {
        return new ItemsView<>(actions.actOnEach(form));
    }

    private AlertHistory find(UUID id) {
        return alerts.find(id).orElseThrow(() -> noSuchAlert(id));
    }

    static ProblemException noSuchAlert(UUID id) {
        return ProblemException.notFound("There is no alert " + id + ", or it was deleted.");
    }
}
