package io.logaggregator.server.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Policy;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** How often the store was spared a question, and what that takes. All questions = the sum over the outcomes. */
final class CacheMetrics {

    /** How a question was answered. */
    enum Outcome {
        /** From memory. */
        REMEMBERED,
        /** From memory, after a look at the revision. */
        CONFIRMED,
        /** Together with others who asked at the same time. */
        SHARED,
        /** By the store. */
        ASKED
    }

    private final MeterRegistry registry;
    private final Counter evictions;

    CacheMetrics(MeterRegistry registry) {
        this.registry = registry;
        evictions = Counter.builder("aggregator.cache.evictions")
                .description("Answers that made room for others")
                .register(registry);
    }

    void watch(Cache<?, ?> kept) {
        Gauge.builder("aggregator.cache.size", kept, CacheMetrics::bytes)
                .description("Memory taken by answers")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("aggregator.cache.answers", kept, Cache::estimatedSize)
                .description("Answers that are kept")
                .register(registry);
    }

    private static double bytes(Cache<?, ?> kept) {
        return kept.policy()
                .eviction()
                .map(Policy.Eviction::weightedSize)
                .orElseThrow()
                .orElseThrow();
    }

    void answered(String kind, Outcome outcome) {
        registry.counter(
                        "aggregator.cache.questions",
                        "question",
                        kind,
                        "outcome",
                        outcome.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    void evicted() {
        evictions.increment();
    }
}
