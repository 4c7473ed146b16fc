package io.logaggregator.server.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.notify.NotificationMetrics.Result;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MicrometerNotificationMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final NotificationConfiguration.MicrometerNotificationMetrics metrics =
            new NotificationConfiguration.MicrometerNotificationMetrics(registry);

    @Test
    void attempt_isTimedByOutcome() {
        metrics.sent(Result.PUT_OFF, Duration.ofMillis(40));

        assertThat(timer("put_off").count()).isEqualTo(1);
        assertThat(timer("put_off").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(40);
        assertThat(timer("delivered").count()).isZero();
        assertThat(timer("failed").count()).isZero();
    }

    private Timer timer(String result) {
        return registry.get("aggregator.notification.attempts")
                .tag("result", result)
                .timer();
    }
}
