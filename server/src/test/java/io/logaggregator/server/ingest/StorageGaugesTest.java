package io.logaggregator.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.core.store.StorageSize;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class StorageGaugesTest {

    private static final Instant NOW = Instant.parse("2026-11-23T00:00:01Z");

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final KnownSize size = new KnownSize();
    private final Runnable gauges =
            IngestConfiguration.storageGauges(registry, size, Duration.ofDays(30), InstantSource.fixed(NOW));

    @Test
    void gauges_areUnknownBeforeTheFirstQuery() {
        assertThat(gauge("aggregator.storage")).isNaN();
    }

    @Test
    void gauges_showTheTotalAndTheLastClosedDay() {
        gauges.run();

        assertThat(gauge("aggregator.storage")).isEqualTo(5_000);
        assertThat(gauge("aggregator.storage.day")).isEqualTo(20261122);
        assertThat(gauge("aggregator.storage.retention")).isEqualTo(30 * 86_400);
    }

    @Test
    void gauges_areUnknownWithoutTheStore() {
        gauges.run();
        size.isAway = true;

        gauges.run();

        assertThat(gauge("aggregator.storage")).isNaN();
        assertThat(gauge("aggregator.storage.day")).isNaN();
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    /** Each day takes as many bytes as its digits say. */
    private static final class KnownSize implements StorageSize {

        private boolean isAway;

        @Override
        public long totalBytes() {
            if (isAway) {
                throw new StoreUnavailableException("away", null);
            }
            return 5_000;
        }

        @Override
        public long dayBytes(LocalDate day) {
            return day.getYear() * 10_000L + day.getMonthValue() * 100L + day.getDayOfMonth();
        }
    }
}
