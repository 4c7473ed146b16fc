package io.logaggregator.server.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.logaggregator.core.alerting.alert.Alerts;
import io.logaggregator.core.hosts.HostDirectory;
import io.logaggregator.core.logs.LogSearch;
import io.logaggregator.core.metrics.MetricSearch;
import io.logaggregator.core.store.ForwardingStore;
import io.logaggregator.core.store.Store;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;

/**
 * A store that remembers what it was asked about times, hosts and trends. What is looked up by its id, and what people
 * change, is always asked for. Thread-safe.
 */
public final class CachedStore extends ForwardingStore {

    private final QueryCache answers;
    private final InstantSource clock;

    /** @param bytes the most that answers may take in memory */
    public CachedStore(Store store, long bytes, MeterRegistry registry, InstantSource clock) {
        this(store, new QueryCache(bytes, Ticker.systemTicker(), new CacheMetrics(registry)), clock);
    }

    CachedStore(Store store, QueryCache answers, InstantSource clock) {
        super(store);
        this.answers = answers;
        this.clock = clock;
    }

    @Override
    public LogSearch logs() {
        return new CachedLogSearch(super.logs(), revisions(), answers, clock);
    }

    @Override
    public MetricSearch metrics() {
        return new CachedMetricSearch(super.metrics(), revisions(), answers, clock);
    }

    @Override
    public HostDirectory hosts() {
        return new CachedHostDirectory(super.hosts(), answers);
    }

    @Override
    public Alerts alerts() {
        return new CachedAlerts(super.alerts(), answers);
    }
}
