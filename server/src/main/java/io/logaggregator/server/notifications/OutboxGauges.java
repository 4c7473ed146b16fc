package io.logaggregator.server.notifications;

import io.logaggregator.core.alerting.notify.Outbox;
import io.logaggregator.core.common.AggregatorException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gauges of the outbox backlog, as of the last run. NaN while the store is unavailable, since the last value is outdated. */
final class OutboxGauges implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(OutboxGauges.class);

    private final Outbox outbox;
    private final InstantSource clock;
    private volatile Outbox.@Nullable Backlog last;

    OutboxGauges(MeterRegistry registry, Outbox outbox, InstantSource clock) {
        this.outbox = outbox;
        this.clock = clock;
        Gauge.builder("aggregator.notifications.pending", this, of(Outbox.Backlog::pending))
                .description("Pending notifications")
                .baseUnit("notifications")
                .register(registry);
        Gauge.builder("aggregator.notifications.failed", this, of(Outbox.Backlog::failed))
                .description("Notifications that failed after the last attempt")
                .baseUnit("notifications")
                .register(registry);
        Gauge.builder("aggregator.notifications.oldest.age", this, of(backlog -> age(backlog.oldest())))
                .description("Age of the oldest pending notification, 0 if there is none")
                .baseUnit("seconds")
                .register(registry);
    }

    @Override
    public void run() {
        try {
            last = outbox.backlog();
        } catch (AggregatorException e) {
            last = null;
            log.debug("outbox backlog unknown: reason={}", e.getMessage());
        }
    }

    private static ToDoubleFunction<OutboxGauges> of(ToDoubleFunction<Outbox.Backlog> value) {
        return gauges -> {
            Outbox.Backlog backlog = gauges.last;
            return backlog == null ? Double.NaN : value.applyAsDouble(backlog);
        };
    }

    private double age(Optional<Instant> oldest) {
        return oldest.map(since ->
                        Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1e3))
                .orElse(0.0);
    }
}
