package io.logaggregator.server.cache;

import io.logaggregator.application.LogSearch;
import io.logaggregator.application.Revisions;
import io.logaggregator.domain.FieldValues;
import io.logaggregator.domain.LogContext;
import io.logaggregator.domain.LogEvent;
import io.logaggregator.domain.LogHistogram;
import io.logaggregator.domain.LogHistogram.Bucket;
import io.logaggregator.domain.LogQuery;
import io.logaggregator.domain.Page;
import io.logaggregator.domain.Revision;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Remembers pages, histograms and fields. Thread-safe. */
final class CachedLogSearch implements LogSearch {

    private final LogSearch logs;
    private final Revisions revisions;
    private final Answers answers;
    private final InstantSource clock;

    CachedLogSearch(LogSearch logs, Revisions revisions, Answers answers, InstantSource clock) {
        this.logs = logs;
        this.revisions = revisions;
        this.answers = answers;
        this.clock = clock;
    }

    @Override
    public Page<LogEvent> find(LogQuery query, int limit, Optional<UUID> after) {
        return answers.to(new Question<>(
                "page",
                List.of(query, limit, after),
                () -> logs.find(query, limit, after),
                revisionOf(query),
                page -> Footprint.all(page.items(), Footprint::of)));
    }

    @Override
    public Optional<LogEvent> find(UUID id) {
        return logs.find(id);
    }

    @Override
    public Optional<LogContext> context(UUID id, int before, int after) {
        return logs.context(id, before, after);
    }

    /** In up to three parts, so that of a time that goes up to now only the ends have to be counted again. */
    @Override
    public LogHistogram histogram(LogQuery query, Duration step) {
        List<Bucket> buckets = Parts.of(query, step, clock.instant()).stream()
                .flatMap(part -> part(part, step).buckets().stream())
                .toList();
        return new LogHistogram(step, buckets);
    }

    private LogHistogram part(LogQuery query, Duration step) {
        return answers.to(new Question<>(
                "histogram",
                List.of(query, step),
                () -> logs.histogram(query, step),
                revisionOf(query),
                Footprint::of));
    }

    @Override
    public List<FieldValues> fields(LogQuery query, int values) {
        return answers.to(new Question<>(
                "fields",
                List.of(query, values),
                () -> logs.fields(query, values),
                revisionOf(query),
                fields -> Footprint.all(fields, Footprint::of)));
    }

    private Optional<Supplier<Revision>> revisionOf(LogQuery query) {
        return query.to().isAfter(clock.instant())
                ? Optional.empty()
                : Optional.of(() -> revisions.ofLogs(query.from(), query.to()));
    }
}
