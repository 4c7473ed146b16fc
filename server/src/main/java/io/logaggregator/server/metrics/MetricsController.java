package io.logaggregator.server.metrics;

import io.logaggregator.core.access.Scope;
import io.logaggregator.core.metrics.MetricQuery;
import io.logaggregator.core.metrics.MetricSearch;
import io.logaggregator.core.metrics.MetricSeries;
import io.logaggregator.core.observation.MetricName;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.web.ItemsView;
import io.logaggregator.server.web.TimeRange;
import io.logaggregator.server.web.TimeRange.Within;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Metrics: names, and series over time. */
@RestController
@RequestMapping("/api/v1/metrics")
class MetricsController {

    private static final String NAME = "the name of a metric; GET /api/v1/metrics lists them";

    private final MetricSearch metrics;

    MetricsController(MetricSearch metrics) {
        this.metrics = metrics;
    }

    /** Lists the names of all metrics. */
    @RequiresScope(Scope.READ)
    @GetMapping
    ItemsView<MetricName> listMetrics() {
        return new ItemsView<>(metrics.names());
    }

    /** Gets the series of a metric, one for each host and set of attributes, in steps. */
    @RequiresScope(Scope.READ)
    @GetMapping("/series")
    SeriesListView getMetricSeries(
            @RequestParam(required = false)
                    @NotEmpty(message = NAME)
                    @Parameter(
                            description = "The name of a metric; `GET /api/v1/metrics` lists them.",
                            example = "system.cpu.utilization")
                    String name,
            @RequestParam(required = false)
                    @Parameter(description = "Any of these hosts, at most 100. Default: all hosts.", example = "web-1")
                    @Nullable
                    List<String> host,
            @Within(value = "1h", max = Within.MAX_SPAN) TimeRange time,
            @RequestParam(required = false) @Parameter(description = TimeRange.STEP, example = "1h") @Nullable
                    Duration step) {
        Duration length = time.step(step);
        return SeriesListView.of(
                length,
                time,
                metrics.series(new MetricQuery(name, host == null ? List.of() : host, time.from(), time.to(), length)));
    }

    /** The series of a metric. */
    record SeriesListView(Instant from, Instant to, String step, List<SeriesView> items) {

        private static SeriesListView of(Duration step, TimeRange time, List<MetricSeries> series) {
            return new SeriesListView(
                    time.from(),
                    time.to(),
                    step.toString(),
                    series.stream().map(SeriesView::of).toList());
        }
    }

    /** One series. Steps without samples are absent. */
    record SeriesView(String host, String metric, SortedMap<String, String> attributes, List<PointView> points) {

        private static SeriesView of(MetricSeries series) {
            return new SeriesView(
                    series.host(),
                    series.metric(),
                    series.attributes(),
                    series.points().stream().map(PointView::of).toList());
        }
    }

    /** The samples of one step; the names are short because a response has many of them. */
    record PointView(Instant t, double min, double avg, double max, long count) {

        private static PointView of(MetricSeries.Point point) {
            return new PointView(point.start(), point.min(), point.average(), point.max(), point.count());
        }
    }
}
