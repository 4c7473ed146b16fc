package io.logaggregator.server.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Policy;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** Metrics of the query cache. The requests of a query are the sum over the outcomes. */
final class CacheMetrics {

    /** The outcome of a request. */
    enum Outcome {
        /** A cached result not older than a second. */
        HIT,
        /** A cached result whose revision is unchanged. */
        REVALIDATED,
        /** The result of a concurrent request. */
        SHARED,
        /** A result of the store. */
        MISS
    }

    private final MeterRegistry registry;
    private final Counter evictions;

    CacheMetrics(MeterRegistry registry) {
        this.registry = registry;
        evictions = Counter.builder("aggregator.cache.evictions")
                .description("Cache entries evicted by the size limit")
                .register(registry);
    }

    void bindTo(Cache<?, ?> entries) {
        Gauge.builder("aggregator.cache.size", entries, CacheMetrics::bytes)
                .description("Estimated memory of the cache entries")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("aggregator.cache.entries", entries, Cache::estimatedSize)
                .description("Cache entries")
                .register(registry);
    }

    private static double bytes(Cache<?, ?> entries) {
        return entries.policy()
                .eviction()
                .map(Policy.Eviction::weightedSize)
                .orElseThrow()
                .orElseThrow();
    }

    void requested(String query, Outcome outcome) {
        registry.counter(
                        "aggregator.cache.requests",
                        "query",
                        query,
                        "outcome",
                        outcome.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    void evicted() {
        evictions.increment();
    }
}
