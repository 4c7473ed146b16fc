package io.logaggregator.server.operations;

import io.logaggregator.core.alerting.engine.CachedRules;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.store.Store;
import io.logaggregator.server.ingest.IngestLifecycle;
import io.logaggregator.server.overload.MemoryBudget;
import io.logaggregator.server.overload.MemoryBudgets;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The health components, named by their beans. The groups are in the settings. */
@Configuration(proxyBeanMethods = false)
class HealthConfiguration {

    @Bean(initMethod = "start")
    DependencyHealth database(Store store, InstantSource clock) {
        return new DependencyHealth("database", store::check, clock);
    }

    @Bean(initMethod = "start")
    DependencyHealth queue(MessageQueue queue, InstantSource clock) {
        return new DependencyHealth("queue", queue::check, clock);
    }

    @Bean
    HealthIndicator ingest(IngestLifecycle lifecycle, InstantSource clock) {
        return new LoopHealth(lifecycle, clock).readiness();
    }

    @Bean
    HealthIndicator loops(IngestLifecycle lifecycle, InstantSource clock, MeterRegistry registry) {
        LoopHealth health = new LoopHealth(lifecycle, clock);
        Gauge.builder("aggregator.ingest.stalled", health, LoopHealth::stalled)
                .description("Consumer loops that make no progress or have ended")
                .baseUnit("loops")
                .strongReference(true)
                .register(registry);
        return health.liveness();
    }

    /** The limits that clients can reach. Always up: an instance at a limit serves other clients. */
    @Bean
    HealthIndicator limits(MemoryBudgets budgets, CachedRules rules) {
        return () -> Health.up()
                .withDetail("uploads", usage(budgets.uploads()))
                .withDetail("responses", usage(budgets.responses()))
                .withDetail("tails", usage(budgets.tails()))
                .withDetail("rulesInError", rules.inError())
                .build();
    }

    private static Map<String, Long> usage(MemoryBudget budget) {
        return Map.of("usedBytes", budget.used(), "limitBytes", budget.limit());
    }

    /** Aggregates the group of that name. */
    @Bean
    @Qualifier("readiness")
    StatusAggregator readiness() {
        return HealthConfiguration::readiness;
    }

    /**
     * The readiness of an instance: ingest was started once, and database or queue is available. Each of them serves half of
     * the routes; the others respond with the unavailable dependency.
     */
    static Status readiness(Set<Status> statuses) {
        if (statuses.contains(Status.OUT_OF_SERVICE)) {
            return Status.OUT_OF_SERVICE;
        }
        return statuses.contains(Status.UP) ? Status.UP : Status.DOWN;
    }
}
