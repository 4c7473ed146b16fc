package io.logaggregator.server.operations;

import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.store.Store;
import io.logaggregator.server.ingest.IngestLifecycle;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The components of health; a bean's name is the component's. Which belong to which group stands in the settings. */
@Configuration(proxyBeanMethods = false)
class HealthConfiguration {

    @Bean
    DependencyHealth database(Store store, InstantSource clock) {
        return new DependencyHealth("database", store::check, clock);
    }

    @Bean
    DependencyHealth queue(MessageQueue queue, InstantSource clock) {
        return new DependencyHealth("queue", queue::check, clock);
    }

    @Bean
    HealthIndicator ingest(IngestLifecycle lifecycle, InstantSource clock) {
        return new IngestHealth(lifecycle, clock);
    }

    /** Of the group of that name only. */
    @Bean
    @Qualifier("readiness")
    StatusAggregator readiness() {
        return new Readiness();
    }

    @Bean
    HealthIndicator loops(IngestLifecycle lifecycle, InstantSource clock) {
        return new LoopsHealth(lifecycle, clock);
    }
}
