package io.logaggregator.server.api;

import io.logaggregator.core.access.Scope;
import io.logaggregator.core.logs.FieldValues;
import io.logaggregator.core.logs.FieldValues.ValueCount;
import io.logaggregator.core.logs.LogContext;
import io.logaggregator.core.logs.LogHistogram;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.logs.LogSearch;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.server.http.NotFoundException;
import io.logaggregator.server.parameter.ParameterType;
import io.logaggregator.server.parameter.RequestParameters;
import io.logaggregator.server.parameter.Takes;
import io.logaggregator.server.security.RequiresScope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Logs: found, one by one, among their neighbours, counted. */
@RestController
@RequestMapping("/api/v1/logs")
class LogsController {

    private final LogSearch logs;
    private final InstantSource clock;

    LogsController(LogSearch logs, InstantSource clock) {
        this.logs = logs;
        this.clock = clock;
    }

    /** Finds logs, newest first. */
    @RequiresScope(Scope.READ)
    @FiltersLogs
    @Pages
    @GetMapping
    PageView<LogView> findLogs(RequestParameters parameters) {
        LogQuery query = LogFilter.read(parameters, TimeRange.read(parameters, clock.instant()));
        int limit = parameters.number("limit");
        return PageView.of(logs.find(query, limit, Cursor.read(parameters)), LogView::of);
    }

    /** Gets one log event. */
    @RequiresScope(Scope.READ)
    @GetMapping("/{id}")
    LogView getLog(@PathVariable UUID id) {
        return LogView.of(logs.find(id).orElseThrow(() -> noSuchEvent(id)));
    }

    /** Gets a log event among its neighbours on the same host, oldest first. */
    @RequiresScope(Scope.READ)
    @Takes(
            name = "before",
            type = ParameterType.NUMBER,
            says = "how many events before it",
            highest = "500",
            standard = "10",
            example = "3")
    @Takes(
            name = "after",
            type = ParameterType.NUMBER,
            says = "how many events after it",
            highest = "500",
            standard = "10",
            example = "3")
    @GetMapping("/{id}/context")
    ContextView getLogContext(@PathVariable UUID id, RequestParameters parameters) {
        int before = parameters.number("before");
        int after = parameters.number("after");
        return ContextView.of(logs.context(id, before, after).orElseThrow(() -> noSuchEvent(id)));
    }

    /** Counts logs over time, by level. */
    @RequiresScope(Scope.READ)
    @FiltersLogs(longest = Within.READ_WHOLE)
    @InSteps
    @GetMapping("/histogram")
    HistogramView getLogHistogram(RequestParameters parameters) {
        TimeRange time = TimeRange.read(parameters, clock.instant());
        LogQuery query = LogFilter.read(parameters, time);
        Duration step = time.step(parameters);
        return HistogramView.of(time, logs.histogram(query, step));
    }

    /** Lists the fields of logs, each with its most frequent values. */
    @RequiresScope(Scope.READ)
    @FiltersLogs(longest = Within.READ_WHOLE)
    @Takes(
            name = "limit",
            type = ParameterType.NUMBER,
            says = "how many values of each field at most",
            lowest = "1",
            highest = "100",
            standard = "10",
            example = "5")
    @GetMapping("/fields")
    ItemsView<FieldView> getLogFields(RequestParameters parameters) {
        LogQuery query = LogFilter.read(parameters, TimeRange.read(parameters, clock.instant()));
        int limit = parameters.number("limit");
        return new ItemsView<>(
                logs.fields(query, limit).stream().map(FieldView::of).toList());
    }

    private static NotFoundException noSuchEvent(UUID id) {
        return new NotFoundException("There is no log event " + id + ", or no longer.");
    }

    /** An event among its neighbours on the same host, oldest first. */
    record ContextView(List<LogView> before, LogView event, List<LogView> after) {

        static ContextView of(LogContext context) {
            return new ContextView(views(context.before()), LogView.of(context.event()), views(context.after()));
        }

        private static List<LogView> views(List<LogEvent> events) {
            return events.stream().map(LogView::of).toList();
        }
    }

    /** Counts over time; what is not there is zero. */
    record HistogramView(Instant from, Instant to, String step, List<BucketView> items) {

        static HistogramView of(TimeRange time, LogHistogram histogram) {
            return new HistogramView(
                    time.from(),
                    time.to(),
                    histogram.step().toString(),
                    histogram.buckets().stream().map(BucketView::of).toList());
        }
    }

    /** One bucket of a histogram. */
    record BucketView(Instant start, long total, Map<Level, Long> counts) {

        static BucketView of(LogHistogram.Bucket bucket) {
            long total =
                    bucket.counts().values().stream().mapToLong(Long::longValue).sum();
            return new BucketView(bucket.start(), total, bucket.counts());
        }
    }

    /** The top values of a field. */
    record FieldView(String field, List<ValueCount> values) {

        static FieldView of(FieldValues values) {
            return new FieldView(values.field().label(), values.values());
        }
    }
}
