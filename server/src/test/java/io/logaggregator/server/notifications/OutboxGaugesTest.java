package io.logaggregator.server.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.notify.Notification.Status;
import io.logaggregator.testkit.fakes.FakeOutbox;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OutboxGaugesTest {

    private static final Instant NOW = FakeOutbox.OPENED.plusMillis(1_500);

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final FakeOutbox outbox = new FakeOutbox();
    private final Runnable gauges = NotificationConfiguration.backlogGauges(registry, outbox, InstantSource.fixed(NOW));

    @Test
    void gauges_areUnknownBeforeTheFirstQuery() {
        assertThat(gauge("pending")).isNaN();
    }

    @Test
    void gauges_showTheBacklog() {
        outbox.add(UUID.randomUUID());
        outbox.add(UUID.randomUUID());
        outbox.end(outbox.add(UUID.randomUUID()), Status.FAILED, "410 Gone");

        gauges.run();

        assertThat(gauge("pending")).isEqualTo(2);
        assertThat(gauge("failed")).isEqualTo(1);
        assertThat(gauge("oldest.age")).isEqualTo(1.5);
    }

    @Test
    void emptyOutbox_hasNoAge() {
        gauges.run();

        assertThat(gauge("oldest.age")).isZero();
    }

    @Test
    void gauges_areUnknownWithoutTheStore() {
        gauges.run();
        outbox.setUnavailable(true);

        gauges.run();

        assertThat(gauge("pending")).isNaN();
        assertThat(gauge("oldest.age")).isNaN();
    }

    private double gauge(String name) {
        return registry.get("aggregator.notifications." + name).gauge().value();
    }
}
