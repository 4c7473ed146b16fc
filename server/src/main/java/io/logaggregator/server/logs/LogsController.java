package io.logaggregator.server.logs;

import io.logaggregator.core.access.Scope;
import io.logaggregator.core.logs.FieldSample;
import io.logaggregator.core.logs.FieldValues;
import io.logaggregator.core.logs.FieldValues.Statistics;
import io.logaggregator.core.logs.FieldValues.ValueCount;
import io.logaggregator.core.logs.LogContext;
import io.logaggregator.core.logs.LogHistogram;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.logs.LogSearch;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.server.logs.LogExportController.Direction;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.web.Cursor;
import io.logaggregator.server.web.Cursor.Source;
import io.logaggregator.server.web.PageView;
import io.logaggregator.server.web.ProblemException;
import io.logaggregator.server.web.TimeRange;
import io.logaggregator.server.web.TimeRange.Within;
import io.logaggregator.server.web.WholeNumber;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
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

    /** The most severe first. */
    private static final List<String> LEVELS =
            Arrays.stream(Level.values()).map(Level::name).toList().reversed();

    private static final String FIELD_NAMES =
            " One of `level`, `host`, `application`, `component`, `environment`, `tag`, `correlationId`, or"
                    + " `attributes.` with the name of an attribute.";

    private final LogSearch logs;

    LogsController(LogSearch logs) {
        this.logs = logs;
    }

    /** Finds logs, by default newest first. */
    @RequiresScope(Scope.READ)
    @GetMapping
    PageView<LogView> findLogs(
            @ModelAttribute LogFilter filter,
            @Within("1d") TimeRange time,
            @RequestParam(defaultValue = WholeNumber.PAGE_SIZE)
                    @WholeNumber(min = 1, max = WholeNumber.MAX_PAGE_SIZE)
                    @Parameter(description = PageView.LIMIT, example = "20")
                    int limit,
            @RequestParam(defaultValue = "NEWEST")
                    @Parameter(description = "The events that come first.", example = "OLDEST")
                    Direction order,
            @RequestParam @Parameter(description = PageView.CURSOR) Optional<Cursor> cursor) {
        return PageView.of(
                Source.LOGS,
                logs.find(filter.query(time), order.order(), limit, Cursor.idIn(Source.LOGS, cursor)),
                LogView::of);
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

    /** Counts logs over time, by level or by the most frequent values of another field. */
    @RequiresScope(Scope.READ)
    @GetMapping("/histogram")
    HistogramView getLogHistogram(
            @ModelAttribute LogFilter filter,
            @Within(value = "1d", max = Within.MAX_SPAN) TimeRange time,
            @RequestParam(required = false) @Parameter(description = TimeRange.STEP, example = "1h") @Nullable
                    Duration step,
            @RequestParam(defaultValue = "level")
                    @Parameter(description = "The field." + FIELD_NAMES, example = "application")
                    String by,
            @RequestParam(defaultValue = "10")
                    @WholeNumber(min = 1, max = "50")
                    @Parameter(description = "Maximum number of values, besides levels.", example = "5")
                    int top) {
        LogField field = field("by", by);
        LogQuery query = filter.query(time);
        return field == Standard.LEVEL
                ? HistogramView.of(time, logs.histogram(query, time.step(step)))
                : HistogramView.of(time, logs.histogram(query, time.step(step), field, top));
    }

    /** Lists the fields of logs, each with its most frequent values among the newest 10,000 events. */
    @RequiresScope(Scope.READ)
    @GetMapping("/fields")
    FieldsView getLogFields(
            @ModelAttribute LogFilter filter,
            @Within(value = "1d", max = Within.MAX_SPAN) TimeRange time,
            @RequestParam(defaultValue = "10")
                    @WholeNumber(min = 1, max = "100")
                    @Parameter(description = "Maximum number of values per field.", example = "5")
                    int limit,
            @RequestParam(required = false)
                    @Parameter(
                            description = "Only this field, among the newest events that have it." + FIELD_NAMES,
                            example = "host")
                    @Nullable
                    String field,
            @RequestParam(required = false)
                    @Parameter(description = "Only values that contain this text, case-insensitive.", example = "web")
                    @Size(max = TextPattern.MAX_LENGTH, message = "at most " + TextPattern.MAX_LENGTH + " characters")
                    @Nullable
                    String contains) {
        LogQuery query = filter.query(time);
        String part = contains == null ? "" : contains;
        return FieldsView.of(
                field == null
                        ? logs.fields(query, part, limit)
                        : logs.fields(query, field("field", field), part, limit));
    }

    private static LogField field(String parameter, String label) {
        return LogField.ofLabel(label)
                .filter(one -> one != Standard.MESSAGE)
                .orElseThrow(
                        () -> ProblemException.invalidParameter(parameter, label, "a field other than the message"));
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

    /**
     * Counts over time. Steps and values without events are absent.
     *
     * @param values all values, the most severe or most frequent first
     */
    record HistogramView(Instant from, Instant to, String step, List<String> values, List<BucketView> items) {

        private static HistogramView of(TimeRange time, LogHistogram histogram) {
            return new HistogramView(
                    time.from(),
                    time.to(),
                    histogram.step().toString(),
                    LEVELS,
                    histogram.buckets().stream().map(BucketView::of).toList());
        }

        private static HistogramView of(TimeRange time, LogHistogram.ByValue histogram) {
            return new HistogramView(
                    time.from(),
                    time.to(),
                    histogram.step().toString(),
                    histogram.values(),
                    histogram.buckets().stream()
                            .map(bucket -> new BucketView(bucket.start(), bucket.total(), bucket.counts()))
                            .toList());
        }
    }

    /**
     * One bucket of a histogram.
     *
     * @param total number of all events, also of those with another value or none; less than the sum of the counts if
     *     events have several values
     */
    record BucketView(Instant start, long total, Map<String, Long> counts) {

        private static BucketView of(LogHistogram.Bucket bucket) {
            long total =
                    bucket.counts().values().stream().mapToLong(Long::longValue).sum();
            Map<String, Long> counts = new LinkedHashMap<>();
            bucket.counts().forEach((level, count) -> counts.put(level.name(), count));
            return new BucketView(bucket.start(), total, counts);
        }
    }

    /**
     * Fields with their most frequent values.
     *
     * @param events number of the examined events: the newest ones that match
     */
    record FieldsView(long events, List<FieldView> items) {

        private static FieldsView of(FieldSample sample) {
            return new FieldsView(
                    sample.events(), sample.fields().stream().map(FieldView::of).toList());
        }
    }

    /**
     * The most frequent values of a field.
     *
     * @param statistics of an attribute whose values in the examined events are all numbers; null with {@code contains}
     */
    record FieldView(
            String field, List<ValueCount> values, @Nullable Statistics statistics) {

        private static FieldView of(FieldValues values) {
            return new FieldView(
                    values.field().label(), values.values(), values.statistics().orElse(null));
        }
    }
}
