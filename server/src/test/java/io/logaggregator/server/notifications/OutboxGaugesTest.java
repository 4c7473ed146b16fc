package io.logaggregator.server.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Outbox;
import io.logaggregator.core.common.Page;
import io.logaggregator.core.common.StoreUnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OutboxGaugesTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final CountedOutbox outbox = new CountedOutbox();
    private final OutboxGauges gauges = new OutboxGauges(registry, outbox, InstantSource.fixed(NOW));

    @Test
    void gauges_areUnknownBeforeTheFirstQuery() {
        assertThat(gauge("pending")).isNaN();
    }

    @Test
    void gauges_showTheBacklog() {
        outbox.oldest = Optional.of(NOW.minusMillis(1_500));

        gauges.run();

        assertThat(gauge("pending")).isEqualTo(2);
        assertThat(gauge("failed")).isEqualTo(3);
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
        outbox.isAway = true;

        gauges.run();

        assertThat(gauge("pending")).isNaN();
        assertThat(gauge("oldest.age")).isNaN();
    }

    private double gauge(String name) {
        return registry.get("aggregator.notifications." + name).gauge().value();
    }

    private static final class CountedOutbox implements Outbox {

        Optional<Instant> oldest = Optional.empty();
        boolean isAway;

        @Override
        public Backlog backlog() {
            if (isAway) {
                throw new StoreUnavailableException("away", null);
            }
            return new Backlog(2, 3, oldest);
        }

        @Override
        public List<Notification> claim(int maxPerChannel, Map<UUID, Integer> inProgress, Duration lease, Instant now) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void delivered(UUID id, Instant now) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void retry(UUID id, String reason, Instant nextAt) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void failed(UUID id, String reason) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Page<Notification> list(Optional<UUID> alertId, int limit, Optional<UUID> after) {
            throw new UnsupportedOperationException();
        }
    }
}
