package io.logaggregator.server.metrics;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.logaggregator.core.access.Scope;
import io.logaggregator.core.metrics.AggregatedSeries;
import io.logaggregator.core.metrics.MetricAggregation;
import io.logaggregator.core.metrics.MetricFunction;
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
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
                    Duration step,
            @RequestParam(required = false)
                    @Parameter(
                            description =
                                    "A function: points have its `value` instead of `min`, `avg`, `max` and `count`."
                                            + " `RATE` is the increase per second, in which a fall of a counter counts from 0;"
                                            + " `SUM` adds the averages of the series of a group; `P50`, `P95` and `P99` of a"
                                            + " histogram are estimated from its buckets. Default with `groupBy`: `AVG`.",
                            example = "RATE")
                    @Nullable
                    MetricFunction fn,
            @RequestParam(required = false)
                    @Size(max = 10, message = "at most 10 names")
                    @Parameter(
                            description = "Labels to group by: `host`, or names of attributes. Empty: one"
                                    + " series of all. Absent: each series by itself.",
                            example = "host")
                    @Nullable
                    List<String> groupBy) {
        Duration length = time.step(step);
        MetricQuery query = new MetricQuery(name, host == null ? List.of() : host, time.from(), time.to(), length);
        if (fn == null && groupBy == null) {
            return SeriesListView.of(
                    length,
                    time,
                    metrics.series(query).stream().map(SeriesView::of).toList());
        }
        MetricFunction function = fn == null ? MetricFunction.AVG : fn;
        return SeriesListView.of(
                length,
                time,
                metrics.aggregate(new MetricAggregation(query, function, Optional.ofNullable(groupBy))).stream()
                        .map(series -> SeriesView.of(name, series))
                        .toList());
    }

    /** The series of a metric. */
    record SeriesListView(Instant from, Instant to, String step, List<SeriesView> items) {

        private static SeriesListView of(Duration step, TimeRange time, List<SeriesView> items) {
            return new SeriesListView(time.from(), time.to(), step.toString(), items);
        }
    }

    /** One series, or a group of them; the host of a group of several hosts is empty. Steps without samples are absent. */
    record SeriesView(String host, String metric, SortedMap<String, String> attributes, List<PointView> points) {

        private static SeriesView of(MetricSeries series) {
            return new SeriesView(
                    series.host(),
                    series.metric(),
                    series.attributes(),
                    series.points().stream().map(PointView::of).toList());
        }

        private static SeriesView of(String metric, AggregatedSeries series) {
            return new SeriesView(
                    series.host(),
                    metric,
                    series.attributes(),
                    series.points().stream().map(PointView::of).toList());
        }
    }

    /** The samples of one step; the names are short because a response has many of them. With a function: its value. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PointView(
            Instant t,
            @Nullable Double min,
            @Nullable Double avg,
            @Nullable Double max,
            @Nullable Long count,
            @Nullable Double value) {

        private static PointView of(MetricSeries.Point point) {
            return new PointView(point.start(), point.min(), point.average(), point.max(), point.count(), null);
        }

        private static PointView of(AggregatedSeries.Point point) {
            return new PointView(point.start(), null, null, null, null, point.value());
        }
    }
}
