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
 * What has become of the lines. Those sent = {@code in_time} + {@code late} + missing + those that are not due yet; the
 * {@code unsent} are beside them.
 */
final class CanaryMetrics {

    private final PendingCanaries lines;
    private final InstantSource clock;
    private final MeterRegistry registry;
    private final Timer delay;

    CanaryMetrics(MeterRegistry registry, PendingCanaries lines, InstantSource clock) {
        this.registry = registry;
        this.lines = lines;
        this.clock = clock;
        count("in_time", CanaryCounts::inTime);
        count("late", CanaryCounts::late);
        count("unsent", CanaryCounts::unsent);
        FunctionCounter.builder("aggregator.canary.duplicates", this, of(CanaryCounts::duplicates))
                .description("How often lines of the canary were found beyond the first time")
                .register(registry);
        Gauge.builder("aggregator.canary.missing", this, of(CanaryCounts::missing))
                .description("Lines of the canary that should have been found and were not")
                .baseUnit("lines")
                .register(registry);
        Gauge.builder("aggregator.canary.age", this, of(this::age))
                .description("How long ago the newest line was sent that was found, or the first where none was")
                .baseUnit("seconds")
                .register(registry);
        delay = Timer.builder("aggregator.canary.delay")
                .description("From sending a line until it can be found")
                .serviceLevelObjectives(millis(100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 600_000))
                .register(registry);
    }

    private static Duration[] millis(long... limits) {
        return Arrays.stream(limits).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    private void count(String outcome, ToDoubleFunction<CanaryCounts> count) {
        FunctionCounter.builder("aggregator.canary.lines", this, of(count))
                .description("Lines that the canary has found, in time or late, or that the queue did not take")
                .tag("outcome", outcome)
                .register(registry);
    }

    private static ToDoubleFunction<CanaryMetrics> of(ToDoubleFunction<CanaryCounts> figure) {
        return metrics -> figure.applyAsDouble(metrics.lines.counts(metrics.clock.instant()));
    }

    /** Not a number before a line was sent. */
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
