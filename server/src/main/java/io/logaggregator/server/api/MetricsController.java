package io.logaggregator.server.api;

import io.logaggregator.core.access.Scope;
import io.logaggregator.core.metrics.MetricQuery;
import io.logaggregator.core.metrics.MetricSearch;
import io.logaggregator.core.metrics.MetricSeries;
import io.logaggregator.core.observation.MetricName;
import io.logaggregator.server.parameter.RequestParameters;
import io.logaggregator.server.parameter.Takes;
import io.logaggregator.server.security.RequiresScope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Metrics: which there are, and how they went. */
@RestController
@RequestMapping("/api/v1/metrics")
class MetricsController {

    private final MetricSearch metrics;
    private final InstantSource clock;

    MetricsController(MetricSearch metrics, InstantSource clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Lists the metrics known. */
    @RequiresScope(Scope.READ)
    @GetMapping
    ItemsView<MetricName> listMetrics() {
        return new ItemsView<>(metrics.names());
    }

    /** Gets the series of a metric, one for each host and set of attributes, in steps. */
    @RequiresScope(Scope.READ)
    @Takes(
            name = "name",
            required = true,
            says = "the name of a metric; GET /api/v1/metrics lists them",
            example = "system.cpu.utilization")
    @Takes(name = "host", says = "the one host; without it all", example = "web-1")
    @Within(value = "1h", longest = Within.READ_WHOLE)
    @InSteps
    @GetMapping("/series")
    SeriesListView getMetricSeries(RequestParameters parameters) {
        String name = parameters.required("name");
        Optional<String> host = parameters.text("host");
        TimeRange time = TimeRange.read(parameters, clock.instant());
        Duration step = time.step(parameters);
        return SeriesListView.of(step, time, metrics.series(new MetricQuery(name, host, time.from(), time.to(), step)));
    }

    /** All series of a question. */
    record SeriesListView(Instant from, Instant to, String step, List<SeriesView> items) {

        static SeriesListView of(Duration step, TimeRange time, List<MetricSeries> series) {
            return new SeriesListView(
                    time.from(),
                    time.to(),
                    step.toString(),
                    series.stream().map(SeriesView::of).toList());
        }
    }

    /** One series; steps in which nothing was sampled are absent. */
    record SeriesView(String host, String metric, SortedMap<String, String> attributes, List<PointView> points) {

        static SeriesView of(MetricSeries series) {
            return new SeriesView(
                    series.host(),
                    series.metric(),
                    series.attributes(),
                    series.points().stream().map(PointView::of).toList());
        }
    }

    /** The samples of one step; the names are short because there are many of them. */
    record PointView(Instant t, double min, double avg, double max, long count) {

        static PointView of(MetricSeries.Point point) {
            return new PointView(point.start(), point.min(), point.average(), point.max(), point.count());
        }
    }
}
