package io.logaggregator.server.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.logaggregator.application.ForwardingStore;
import io.logaggregator.application.HostDirectory;
import io.logaggregator.application.LogSearch;
import io.logaggregator.application.MetricSearch;
import io.logaggregator.application.Store;
import io.logaggregator.application.alert.Alerts;
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
