package io.logaggregator.server.cache;

import io.logaggregator.core.metrics.AggregatedSeries;
import io.logaggregator.core.metrics.MetricAggregation;
import io.logaggregator.core.metrics.MetricQuery;
import io.logaggregator.core.metrics.MetricSearch;
import io.logaggregator.core.metrics.MetricSeries;
import io.logaggregator.core.observation.MetricName;
import io.logaggregator.core.store.Revision;
import io.logaggregator.core.store.Revisions;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Caches series, and metric names for a second. Thread-safe. */
final class CachedMetricSearch implements MetricSearch {

    private final MetricSearch metrics;
    private final Revisions revisions;
    private final QueryCache cache;
    private final InstantSource clock;

    CachedMetricSearch(MetricSearch metrics, Revisions revisions, QueryCache cache, InstantSource clock) {
        this.metrics = metrics;
        this.revisions = revisions;
        this.cache = cache;
        this.clock = clock;
    }

    @Override
    public List<MetricName> names() {
        return cache.get(new CacheKey<>("metric names", List.of(), metrics::names, Optional.empty()));
    }

    @Override
    public List<MetricSeries> series(MetricQuery query) {
        return cache.get(new CacheKey<>("series", List.of(query), () -> metrics.series(query), revisionOf(query)));
    }

    @Override
    public List<AggregatedSeries> aggregate(MetricAggregation query) {
        return cache.get(
                new CacheKey<>("aggregated series", List.of(query), () -> metrics.aggregate(query), revisionOf(query)));
    }

    private Optional<Supplier<Revision>> revisionOf(MetricAggregation query) {
        MetricQuery samples = query.samples();
        return samples.to().isAfter(clock.instant())
                ? Optional.empty()
                : Optional.of(
                        () -> revisions.ofMetrics(samples.from().minus(MetricAggregation.LOOK_BACK), samples.to()));
    }

    private Optional<Supplier<Revision>> revisionOf(MetricQuery query) {
        return query.to().isAfter(clock.instant())
                ? Optional.empty()
                : Optional.of(() -> revisions.ofMetrics(query.from(), query.to()));
    }
}
