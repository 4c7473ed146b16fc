package io.logaggregator.server.cache;

import io.logaggregator.core.common.Page;
import io.logaggregator.core.logs.FieldValues;
import io.logaggregator.core.logs.LogContext;
import io.logaggregator.core.logs.LogHistogram;
import io.logaggregator.core.logs.LogHistogram.Bucket;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.logs.LogSearch;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.store.Revision;
import io.logaggregator.core.store.Revisions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Caches pages, histograms and field values. Thread-safe. */
final class CachedLogSearch implements LogSearch {

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
    public Page<LogEvent> find(LogQuery query, int limit, Optional<UUID> after) {
        return cache.get(new CacheKey<>(
                "page",
                List.of(query, limit, after),
                () -> logs.find(query, limit, after),
                revisionOf(query),
                page -> SizeEstimator.all(page.items(), SizeEstimator::of)));
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
        List<Bucket> buckets = RangeSlices.of(query, step, clock.instant()).stream()
                .flatMap(slice -> slice(slice, step).buckets().stream())
                .toList();
        return new LogHistogram(step, buckets);
    }

    private LogHistogram slice(LogQuery query, Duration step) {
        return cache.get(new CacheKey<>(
                "histogram",
                List.of(query, step),
                () -> logs.histogram(query, step),
                revisionOf(query),
                SizeEstimator::of));
    }

    @Override
    public List<FieldValues> fields(LogQuery query, int values) {
        return cache.get(new CacheKey<>(
                "fields",
                List.of(query, values),
                () -> logs.fields(query, values),
                revisionOf(query),
                fields -> SizeEstimator.all(fields, SizeEstimator::of)));
    }

    private Optional<Supplier<Revision>> revisionOf(LogQuery query) {
        return query.to().isAfter(clock.instant())
                ? Optional.empty()
                : Optional.of(() -> revisions.ofLogs(query.from(), query.to()));
    }
}
