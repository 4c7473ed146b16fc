package io.logaggregator.server.api;

import io.logaggregator.application.LogSearch;
import io.logaggregator.domain.FieldValues;
import io.logaggregator.domain.FieldValues.ValueCount;
import io.logaggregator.domain.Level;
import io.logaggregator.domain.LogContext;
import io.logaggregator.domain.LogEvent;
import io.logaggregator.domain.LogHistogram;
import io.logaggregator.domain.LogQuery;
import io.logaggregator.domain.access.Scope;
import io.logaggregator.server.config.ApiSettings;
import io.logaggregator.server.http.NotFoundException;
import io.logaggregator.server.security.RequiresScope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Logs: found, one by one, among their neighbours, counted. */
@RestController
@RequestMapping("/api/v1/logs")
class LogsController {

    private static final int MAX_NEIGHBOURS = 500;
    private static final int MAX_VALUES = 100;

    private final LogSearch logs;
    private final ApiSettings settings;
    private final InstantSource clock;

    LogsController(LogSearch logs, ApiSettings settings, InstantSource clock) {
        this.logs = logs;
        this.settings = settings;
        this.clock = clock;
    }

    @RequiresScope(Scope.READ)
    @GetMapping
    PageView<LogView> list(@RequestParam MultiValueMap<String, String> request) {
        RequestParameters parameters = new RequestParameters(request);
        LogQuery query = LogFilter.read(parameters, LogFilter.time(parameters, clock.instant()));
        int limit = parameters.number("limit", 1, settings.maxPageSize(), settings.pageSize());
        Optional<UUID> after = Cursor.read(parameters);
        parameters.refuseOthers();
        return PageView.of(logs.find(query, limit, after), LogView::of);
    }

    @RequiresScope(Scope.READ)
    @GetMapping("/{id}")
    LogView one(@PathVariable UUID id, @RequestParam MultiValueMap<String, String> request) {
        RequestParameters.refuseAll(request);
        return LogView.of(logs.find(id).orElseThrow(() -> noSuchEvent(id)));
    }

    @RequiresScope(Scope.READ)
    @GetMapping("/{id}/context")
    ContextView context(@PathVariable UUID id, @RequestParam MultiValueMap<String, String> request) {
        RequestParameters parameters = new RequestParameters(request);
        int before = parameters.number("before", 0, MAX_NEIGHBOURS, 10);
        int after = parameters.number("after", 0, MAX_NEIGHBOURS, 10);
        parameters.refuseOthers();
        return ContextView.of(logs.context(id, before, after).orElseThrow(() -> noSuchEvent(id)));
    }

    @RequiresScope(Scope.READ)
    @GetMapping("/histogram")
    HistogramView histogram(@RequestParam MultiValueMap<String, String> request) {
        RequestParameters parameters = new RequestParameters(request);
        TimeRange time = LogFilter.time(parameters, clock.instant()).within(settings.maxSpan());
        LogQuery query = LogFilter.read(parameters, time);
        Duration step = time.step(parameters);
        parameters.refuseOthers();
        return HistogramView.of(time, logs.histogram(query, step));
    }

    @RequiresScope(Scope.READ)
    @GetMapping("/fields")
    ItemsView<FieldView> fields(@RequestParam MultiValueMap<String, String> request) {
        RequestParameters parameters = new RequestParameters(request);
        TimeRange time = LogFilter.time(parameters, clock.instant()).within(settings.maxSpan());
        LogQuery query = LogFilter.read(parameters, time);
        int limit = parameters.number("limit", 1, MAX_VALUES, 10);
        parameters.refuseOthers();
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
