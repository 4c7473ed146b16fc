package io.logaggregator.server.api;

import io.logaggregator.application.alert.Alerts;
import io.logaggregator.domain.access.Scope;
import io.logaggregator.server.security.RequiresScope;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How many alerts there were, of what, and how long people took for them. */
@RestController
@RequestMapping("/api/v1/alerts/trends")
class AlertTrendsController {

    private static final Duration USUAL_SPAN = Duration.ofDays(7);
    private static final int MAX_TOP = 100;

    private final Alerts alerts;
    private final InstantSource clock;

    AlertTrendsController(Alerts alerts, InstantSource clock) {
        this.alerts = alerts;
        this.clock = clock;
    }

    @RequiresScope(Scope.READ)
    @GetMapping
    AlertTrendsView trends(@RequestParam MultiValueMap<String, String> request) {
        RequestParameters parameters = new RequestParameters(request);
        TimeRange time = TimeRange.read(parameters, USUAL_SPAN, clock.instant());
        Duration step = time.step(parameters);
        int top = parameters.number("top", 1, MAX_TOP, 10);
        parameters.refuseOthers();
        return AlertTrendsView.of(alerts.trends(time.from(), time.to(), step, top));
    }
}
