package io.logaggregator.server.notifications;

import io.logaggregator.core.alerting.notify.Outbox;
import io.logaggregator.server.lifecycle.PeriodicTask;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Measures the outbox. */
@Configuration(proxyBeanMethods = false)
class OutboxConfiguration {

    private static final Duration PAUSE = Duration.ofSeconds(5);

    @Bean
    PeriodicTask outboxGauges(MeterRegistry registry, Outbox outbox, InstantSource clock) {
        return PeriodicTask.start("outbox-gauges", PAUSE, new OutboxGauges(registry, outbox, clock));
    }
}
