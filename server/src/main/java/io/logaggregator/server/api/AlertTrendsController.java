package io.logaggregator.server.api;

import io.logaggregator.core.access.Scope;
import io.logaggregator.core.alerting.alert.Alerts;
import io.logaggregator.server.parameter.ParameterType;
import io.logaggregator.server.parameter.RequestParameters;
import io.logaggregator.server.parameter.Takes;
import io.logaggregator.server.security.RequiresScope;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How many alerts there were, of what, and how long people took for them. */
@RestController
@RequestMapping("/api/v1/alerts/trends")
class AlertTrendsController {

    private final Alerts alerts;
    private final InstantSource clock;

    AlertTrendsController(Alerts alerts, InstantSource clock) {
        this.alerts = alerts;
        this.clock = clock;
    }

    /** Counts alerts over time, by severity, status, rule and host, and against the time before. */
    @RequiresScope(Scope.READ)
    @Within("7d")
    @InSteps
    @Takes(
            name = "top",
            type = ParameterType.NUMBER,
            says = "how many rules and hosts at most",
            lowest = "1",
            highest = "100",
            standard = "10",
            example = "5")
    @GetMapping
    AlertTrendsView getAlertTrends(RequestParameters parameters) {
        TimeRange time = TimeRange.read(parameters, clock.instant());
        Duration step = time.step(parameters);
        int top = parameters.number("top");
        return AlertTrendsView.of(alerts.trends(time.from(), time.to(), step, top));
    }
}
