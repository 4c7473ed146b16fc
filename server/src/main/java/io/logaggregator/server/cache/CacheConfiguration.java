package io.logaggregator.server.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.logaggregator.core.alerting.alert.Alerts;
import io.logaggregator.core.hosts.HostDirectory;
import io.logaggregator.core.logs.LogSearch;
import io.logaggregator.core.metrics.MetricSearch;
import io.logaggregator.core.store.Store;
import io.logaggregator.server.settings.AggregatorSettings.CacheSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Optional;
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
}
