package io.logaggregator.server.notifications;

import io.logaggregator.core.alerting.notify.NotificationMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The sender's metrics in Micrometer: {@code aggregator.notification.attempts}, whose counts over all results are all
 * attempts. Every timer is there from the beginning, with zero, so that a rate over it works.
 */
final class MicrometerNotificationMetrics implements NotificationMetrics {

    private final Map<Result, Timer> attempts = new EnumMap<>(Result.class);

    MicrometerNotificationMetrics(MeterRegistry registry) {
        for (Result result : Result.values()) {
            attempts.put(
                    result,
                    Timer.builder("aggregator.notification.attempts")
                            .description("From a notification's being claimed to its answer, by what became of it")
                            .tag("result", result.name().toLowerCase(Locale.ROOT))
                            .serviceLevelObjectives(Stream.of(10, 50, 100, 250, 1_000, 2_500, 10_000)
                                    .map(Duration::ofMillis)
                                    .toArray(Duration[]::new))
                            .register(registry));
        }
    }

    @Override
    public void sent(Result result, Duration duration) {
        Timer timer = attempts.get(result);
        if (timer == null) {
            throw new IllegalStateException(result + ": not found (expected: every result has its timer)");
        }
        timer.record(duration);
    }
}
