package io.logaggregator.server.notifications;

import io.logaggregator.core.alerting.notify.NotificationMetrics;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Metrics of the notification sender in Micrometer. {@code aggregator.notification.attempts} counts each attempt once, by
 * result. All timers are registered at startup with 0, so that rates work from the first attempt.
 */
final class MicrometerNotificationMetrics implements NotificationMetrics {

    private final MeterProvider<Timer> attempts;

    MicrometerNotificationMetrics(MeterRegistry registry) {
        attempts = Timer.builder("aggregator.notification.attempts")
                .description("Time from the claim of a notification to the result of its delivery, by result")
                .serviceLevelObjectives(Stream.of(10, 50, 100, 250, 1_000, 2_500, 10_000)
                        .map(Duration::ofMillis)
                        .toArray(Duration[]::new))
                .withRegistry(registry);
        Arrays.stream(Result.values()).forEach(this::timer);
    }

    @Override
    public void sent(Result result, Duration duration) {
        timer(result).record(duration);
    }

    private Timer timer(Result result) {
        return attempts.withTag("result", result.name().toLowerCase(Locale.ROOT));
    }
}
