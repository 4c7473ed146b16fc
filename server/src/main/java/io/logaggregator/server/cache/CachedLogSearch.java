package io.logaggregator.server.cache;

import io.logaggregator.core.common.Page;
import io.logaggregator.core.logs.FieldSample;
import io.logaggregator.core.logs.LogContext;
import io.logaggregator.core.logs.LogExport.Order;
import io.logaggregator.core.logs.LogHistogram;
import io.logaggregator.core.logs.LogHistogram.Bucket;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.logs.LogSearch;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.store.Revision;
import io.logaggregator.core.store.Revisions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Caches pages, histograms and field values. Thread-safe. */
final class CachedLogSearch implements LogSearch {

    /** The usual maximum delay of messages. */
    private static final Duration MAX_DELAY = Duration.ofMinutes(5);

    private final LogSearch logs;
    private final Revisions revisions;
    private final QueryCache cache;
    private final InstantSource clock;

    CachedLogSearch(LogSearch logs, Revisions revisions, QueryCache cache, InstantSource clock) {
        this.logs = logs;
        this.revisions = revisions;
        this.cache = cache;
        this.clock = clock;
    }

    @Override
    public Page<LogEvent> find(LogQuery query, Order order, int limit, Optional<UUID> after) {
        return cache.get(new CacheKey<>(
                "page",
                List.of(query, order, limit, after),
                () -> logs.find(query, order, limit, after),
                revisionOf(query)));
    }

    @Override
    public Optional<LogEvent> find(UUID id) {
        return logs.find(id);
    }

    @Override
    public Optional<LogContext> context(UUID id, int before, int after) {
        return logs.context(id, before, after);
    }

    /** Queries up to three slices, so that a range up to now recounts only its ends. */
    @Override
    public LogHistogram histogram(LogQuery query, Duration step) {
        List<Bucket> buckets = slices(query, step, clock.instant()).stream()
                .flatMap(slice -> slice(slice, step).buckets().stream())
                .toList();
        return new LogHistogram(step, buckets);
    }

    private LogHistogram slice(LogQuery query, Duration step) {
        return cache.get(new CacheKey<>(
                "histogram", List.of(query, step), () -> logs.histogram(query, step), revisionOf(query)));
    }

    @Override
    public LogHistogram.ByValue histogram(LogQuery query, Duration step, LogField field, int values) {
        return cache.get(new CacheKey<>(
                "values",
                List.of(query, step, field, values),
                () -> logs.histogram(query, step, field, values),
                revisionOf(query)));
    }

    @Override
    public FieldSample fields(LogQuery query, String part, int values) {
        return cache.get(new CacheKey<>(
                "fields", List.of(query, part, values), () -> logs.fields(query, part, values), revisionOf(query)));
    }

    @Override
    public FieldSample fields(LogQuery query, LogField field, String part, int values) {
        return cache.get(new CacheKey<>(
                "field",
                List.of(query, field, part, values),
                () -> logs.fields(query, field, part, values),
                revisionOf(query)));
    }

    private Optional<Supplier<Revision>> revisionOf(LogQuery query) {
        return query.to().isAfter(clock.instant())
                ? Optional.empty()
                : Optional.of(() -> revisions.ofLogs(query.from(), query.to()));
    }

    /**
     * Splits the time range of a histogram up to now into a closed middle and two ends, in order. When the range moves, only
     * the ends change; the middle is aligned to whole steps and stays the same for one step. A closed range, or one whose
     * closed part is too short, stays whole.
     */
    private static List<LogQuery> slices(LogQuery query, Duration step, Instant now) {
        // Revisions are by hour, and the revision of the current hour changes continuously.
        Instant closed = now.minus(MAX_DELAY).truncatedTo(ChronoUnit.HOURS);
        if (!query.to().isAfter(closed)) {
            return List.of(query);
        }
        Instant begin = floor(query.from().plus(step).minusNanos(1), step);
        Instant end = floor(closed, step);
        if (Duration.between(begin, end).compareTo(Duration.between(end, query.to())) < 0) {
            return List.of(query);
        }
        return Stream.of(within(query, query.from(), begin), within(query, begin, end), within(query, end, query.to()))
                .filter(part -> part.from().isBefore(part.to()))
                .toList();
    }

    private static LogQuery within(LogQuery query, Instant from, Instant to) {
        return new LogQuery(from, to, query.condition());
    }

    /** Buckets begin at multiples of the step since the epoch. */
    private static Instant floor(Instant instant, Duration step) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, instant);
        return Instant.EPOCH.plus(micros - Math.floorMod(micros, step.toNanos() / 1_000), ChronoUnit.MICROS);
    }
}
