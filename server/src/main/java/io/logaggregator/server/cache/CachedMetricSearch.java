package io.logaggregator.server.cache;

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

/** Remembers series, and for a second the names of metrics. Thread-safe. */
final class CachedMetricSearch implements MetricSearch {

    private final MetricSearch metrics;
    private final Revisions revisions;
    private final QueryCache answers;
    private final InstantSource clock;

    CachedMetricSearch(MetricSearch metrics, Revisions revisions, QueryCache answers, InstantSource clock) {
        this.metrics = metrics;
        this.revisions = revisions;
        this.answers = answers;
        this.clock = clock;
    }

    @Override
    public List<MetricName> names() {
        return answers.to(new CacheKey<>(
                "metric names",
                List.of(),
                metrics::names,
                Optional.empty(),
                names -> SizeEstimator.all(names, name -> SizeEstimator.text(name.name()))));
    }

    @Override
    public List<MetricSeries> series(MetricQuery query) {
        return answers.to(new CacheKey<>(
                "series",
                List.of(query),
                () -> metrics.series(query),
                revisionOf(query),
                series -> SizeEstimator.all(series, SizeEstimator::of)));
    }

    private Optional<Supplier<Revision>> revisionOf(MetricQuery query) {
        return query.to().isAfter(clock.instant())
                ? Optional.empty()
                : Optional.of(() -> revisions.ofMetrics(query.from(), query.to()));
    }
}
