package io.logaggregator.server.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertHistory;
import io.logaggregator.core.alerting.alert.AlertQuery;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTrends;
import io.logaggregator.core.alerting.alert.Alerts;
import io.logaggregator.core.common.Page;
import io.logaggregator.core.hosts.Host;
import io.logaggregator.core.hosts.HostCounts;
import io.logaggregator.core.hosts.HostDirectory;
import io.logaggregator.core.hosts.HostPage;
import io.logaggregator.core.hosts.HostQuery;
import io.logaggregator.core.logs.LogSearch;
import io.logaggregator.core.metrics.AggregatedSeries;
import io.logaggregator.core.metrics.MetricAggregation;
import io.logaggregator.core.metrics.MetricQuery;
import io.logaggregator.core.metrics.MetricSearch;
import io.logaggregator.core.metrics.MetricSeries;
import io.logaggregator.core.observation.MetricName;
import io.logaggregator.core.observation.ProcessSnapshot;
import io.logaggregator.core.store.Revision;
import io.logaggregator.core.store.Revisions;
import io.logaggregator.core.store.Store;
import io.logaggregator.server.settings.AggregatorSettings.CacheSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The roles of the store with cached queries. Lookups by id, and data that users change, are not cached. */
@Configuration(proxyBeanMethods = false)
class CacheConfiguration {

    private final Optional<QueryCache> cache;

    CacheConfiguration(CacheSettings settings, MeterRegistry registry) {
        long bytes = settings.size().toBytes();
        cache = bytes == 0
                ? Optional.empty()
                : Optional.of(new QueryCache(bytes, Ticker.systemTicker(), new CacheMetrics(registry)));
    }

    @Bean
    LogSearch logSearch(Store store, InstantSource clock) {
        return cache.<LogSearch>map(queries -> new CachedLogSearch(store.logs(), store.revisions(), queries, clock))
                .orElseGet(store::logs);
    }

    @Bean
    MetricSearch metricSearch(Store store, InstantSource clock) {
        return cache.<MetricSearch>map(
                        queries -> new CachedMetricSearch(store.metrics(), store.revisions(), queries, clock))
                .orElseGet(store::metrics);
    }

    @Bean
    HostDirectory hostDirectory(Store store) {
        return cache.<HostDirectory>map(queries -> new CachedHostDirectory(store.hosts(), queries))
                .orElseGet(store::hosts);
    }

    @Bean
    Alerts alerts(Store store) {
        return cache.<Alerts>map(queries -> new CachedAlerts(store.alerts(), queries))
                .orElseGet(store::alerts);
    }

    /** Caches counts for a second. They have no revision: alerts change long after they were opened. Thread-safe. */
    private record CachedAlerts(Alerts alerts, QueryCache cache) implements Alerts {

        @Override
        public Page<Alert> find(AlertQuery query, int limit, Optional<UUID> after) {
            return alerts.find(query, limit, after);
        }

        @Override
        public List<StatusCount> count(AlertQuery query) {
            return cache.get(
                    new CacheKey<>("alert counts", List.of(query), () -> alerts.count(query), Optional.empty()));
        }

        @Override
        public Optional<AlertHistory> find(UUID id) {
            return alerts.find(id);
        }

        @Override
        public Optional<Alert> act(UUID id, AlertStatus next, String comment, Actor actor, Instant now) {
            return alerts.act(id, next, comment, actor, now);
        }

        @Override
        public AlertTrends trends(Instant from, Instant to, Duration step, int top) {
            return cache.get(new CacheKey<>(
                    "trends",
                    List.of(from, to, step, top),
                    () -> alerts.trends(from, to, step, top),
                    Optional.empty()));
        }
    }

    /** Caches pages and counts of hosts for a second. Thread-safe. */
    private record CachedHostDirectory(HostDirectory hosts, QueryCache cache) implements HostDirectory {

        @Override
        public HostPage list(HostQuery query, int limit, Optional<HostQuery.Place> after) {
            return cache.get(new CacheKey<>(
                    "hosts", List.of(query, limit, after), () -> hosts.list(query, limit, after), Optional.empty()));
        }

        @Override
        public HostCounts count(Instant activeSince) {
            return cache.get(new CacheKey<>(
                    "host counts", List.of(activeSince), () -> hosts.count(activeSince), Optional.empty()));
        }

        @Override
        public Optional<Host> find(String name) {
            return hosts.find(name);
        }

        @Override
        public Set<String> known(Collection<String> names) {
            return hosts.known(names);
        }

        @Override
        public boolean remove(String name, Actor actor, Instant now) {
            return hosts.remove(name, actor, now);
        }

        @Override
        public Optional<ProcessSnapshot> processes(String host, Instant at) {
            return hosts.processes(host, at);
        }
    }

    /** Caches series, and metric names for a second. Thread-safe. */
    static final class CachedMetricSearch implements MetricSearch {

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
            return cache.get(new CacheKey<>(
                    "aggregated series", List.of(query), () -> metrics.aggregate(query), revisionOf(query)));
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
}
