package io.logaggregator.server.logs;

import io.logaggregator.core.access.Scope;
import io.logaggregator.core.logs.FieldValues;
import io.logaggregator.core.logs.FieldValues.ValueCount;
import io.logaggregator.core.logs.LogContext;
import io.logaggregator.core.logs.LogHistogram;
import io.logaggregator.core.logs.LogSearch;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Logs: search, single events, their context, counts over time, and the values of fields. */
@RestController
@RequestMapping("/api/v1/logs")
class LogsController {

    private final LogSearch logs;

    LogsController(LogSearch logs) {
        this.logs = logs;
    }

    /** Finds logs, newest first. */
    @RequiresScope(Scope.READ)
    @GetMapping
    PageView<LogView> findLogs(
            @ModelAttribute LogFilter filter,
            @Within("1d") TimeRange time,
            @RequestParam(defaultValue = WholeNumber.PAGE_SIZE)
                    @WholeNumber(min = 1, max = WholeNumber.MAX_PAGE_SIZE)
                    @Parameter(description = PageView.LIMIT, example = "20")
                    int limit,
            @RequestParam @Parameter(description = PageView.CURSOR) Optional<Cursor> cursor) {
        return PageView.of(
                Source.LOGS, logs.find(filter.query(time), limit, Cursor.idIn(Source.LOGS, cursor)), LogView::of);
    }

    /** Gets one log event. */
    @RequiresScope(Scope.READ)
    @GetMapping("/{id}")
    LogView getLog(@PathVariable UUID id) {
        return LogView.of(logs.find(id).orElseThrow(() -> noSuchEvent(id)));
    }

    /** Gets a log event with the events of the same host before and after it, oldest first. */
    @RequiresScope(Scope.READ)
    @GetMapping("/{id}/context")
    ContextView getLogContext(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "10")
                    @WholeNumber(max = "500")
                    @Parameter(description = "Number of events before it.", example = "3")
                    int before,
            @RequestParam(defaultValue = "10")
                    @WholeNumber(max = "500")
                    @Parameter(description = "Number of events after it.", example = "3")
                    int after) {
        return ContextView.of(logs.context(id, before, after).orElseThrow(() -> noSuchEvent(id)));
    }

    /** Counts logs over time, by level. */
    @RequiresScope(Scope.READ)
    @GetMapping("/histogram")
    HistogramView getLogHistogram(
            @ModelAttribute LogFilter filter,
            @Within(value = "1d", max = Within.MAX_SPAN) TimeRange time,
            @RequestParam(required = false) @Parameter(description = TimeRange.STEP, example = "1h") @Nullable
                    Duration step) {
        return HistogramView.of(time, logs.histogram(filter.query(time), time.step(step)));
    }

    /** Lists the fields of logs, each with its most frequent values. */
    @RequiresScope(Scope.READ)
    @GetMapping("/fields")
    ItemsView<FieldView> getLogFields(
            @ModelAttribute LogFilter filter,
            @Within(value = "1d", max = Within.MAX_SPAN) TimeRange time,
            @RequestParam(defaultValue = "10")
                    @WholeNumber(min = 1, max = "100")
                    @Parameter(description = "Maximum number of values per field.", example = "5")
                    int limit) {
        return new ItemsView<>(logs.fields(filter.query(time), limit).stream()
                .map(FieldView::of)
                .toList());
    }

    private static ProblemException noSuchEvent(UUID id) {
        return ProblemException.notFound("There is no log event " + id + ", or it was deleted.");
    }

    /** A log event with the events of the same host before and after it, oldest first. */
    record ContextView(List<LogView> before, LogView event, List<LogView> after) {

        private static ContextView of(LogContext context) {
            return new ContextView(views(context.before()), LogView.of(context.event()), views(context.after()));
        }

        private static List<LogView> views(List<LogEvent> events) {
            return events.stream().map(LogView::of).toList();
        }
    }

    /** Counts over time. Steps and levels without events are absent. */
    record HistogramView(Instant from, Instant to, String step, List<BucketView> items) {

        private static HistogramView of(TimeRange time, LogHistogram histogram) {
            return new HistogramView(
                    time.from(),
                    time.to(),
                    histogram.step().toString(),
                    histogram.buckets().stream().map(BucketView::of).toList());
        }
    }

    /** One bucket of a histogram. */
    record BucketView(Instant start, long total, Map<Level, Long> counts) {

        private static BucketView of(LogHistogram.Bucket bucket) {
            long total =
                    bucket.counts().values().stream().mapToLong(Long::longValue).sum();
            return new BucketView(bucket.start(), total, bucket.counts());
        }
    }

    /** The most frequent values of a field. */
    record FieldView(String field, List<ValueCount> values) {

        private static FieldView of(FieldValues values) {
            return new FieldView(values.field().label(), values.values());
        }
    }
}
