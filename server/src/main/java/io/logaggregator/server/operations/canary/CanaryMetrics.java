package io.logaggregator.server.operations.canary;

import io.logaggregator.server.operations.canary.CanaryCounts.Sighting;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * Metrics of the canary. Sent events = {@code in_time} + {@code late} + missing + pending; {@code unsent} events are not
 * included.
 */
final class CanaryMetrics {

    private final PendingCanaries pending;
    private final InstantSource clock;
    private final MeterRegistry registry;
    private final Timer delay;

    CanaryMetrics(MeterRegistry registry, PendingCanaries pending, InstantSource clock) {
        this.registry = registry;
        this.pending = pending;
        this.clock = clock;
        count("in_time", CanaryCounts::inTime);
        count("late", CanaryCounts::late);
        count("unsent", CanaryCounts::unsent);
        FunctionCounter.builder("aggregator.canary.duplicates", this, of(CanaryCounts::duplicates))
                .description("Additional copies of canary events that were found")
                .register(registry);
        Gauge.builder("aggregator.canary.missing", this, of(CanaryCounts::missing))
                .description("Canary events not found within the timeout")
                .baseUnit("lines")
                .register(registry);
        Gauge.builder("aggregator.canary.age", this, of(this::age))
                .description("Time since the newest found canary event was sent, or the first event if none was found")
                .baseUnit("seconds")
                .register(registry);
        delay = Timer.builder("aggregator.canary.delay")
                .description("Time from sending a canary event until it is found")
                .serviceLevelObjectives(millis(100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 600_000))
                .register(registry);
    }

    private static Duration[] millis(long... limits) {
        return Arrays.stream(limits).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    private void count(String outcome, ToDoubleFunction<CanaryCounts> count) {
        FunctionCounter.builder("aggregator.canary.lines", this, of(count))
                .description("Canary events by outcome: found in time, found late, or rejected by the queue")
                .tag("outcome", outcome)
                .register(registry);
    }

    private static ToDoubleFunction<CanaryMetrics> of(ToDoubleFunction<CanaryCounts> value) {
        return metrics -> value.applyAsDouble(metrics.pending.counts(metrics.clock.instant()));
    }

    /** NaN before the first event. */
    private double age(CanaryCounts counts) {
        return counts.newestFound()
                .map(Sighting::sentAt)
                .or(counts::firstSentAt)
                .map(sentAt -> Duration.between(sentAt, clock.instant()).toMillis() / 1_000.0)
                .orElse(Double.NaN);
    }

    void found(Duration after) {
        delay.record(after);
    }
}
