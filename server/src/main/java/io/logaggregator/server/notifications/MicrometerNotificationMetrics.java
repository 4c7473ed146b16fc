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
 * Metrics of the notification sender in Micrometer. {@code aggregator.notification.attempts} counts each attempt once, by
 * result. All timers are registered at startup with 0, so that rates work from the first attempt.
 */
final class MicrometerNotificationMetrics implements NotificationMetrics {

    private final Map<Result, Timer> attempts = new EnumMap<>(Result.class);

    MicrometerNotificationMetrics(MeterRegistry registry) {
        for (Result result : Result.values()) {
            attempts.put(
                    result,
                    Timer.builder("aggregator.notification.attempts")
                            .description(
                                    "Time from the claim of a notification to the result of its delivery, by result")
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
            throw new IllegalStateException(result + ": not found (expected: a timer for every result)");
        }
        timer.record(duration);
    }
}
