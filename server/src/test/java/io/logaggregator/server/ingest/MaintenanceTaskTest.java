package io.logaggregator.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.core.store.Maintenance;
import io.logaggregator.core.store.SizeRetentionResult;
import io.logaggregator.server.settings.AggregatorSettings.RetentionSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.unit.DataSize;

class MaintenanceTaskTest {

    private static final Duration MONTH = Duration.ofDays(30);

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final Outcomes outcomes = new Outcomes();
    private Instant now = Instant.parse("2026-11-23T00:00:00Z");
    private final MaintenanceTask maintenance =
            new MaintenanceTask(registry, outcomes, new RetentionSettings(MONTH, DataSize.ofBytes(0)), () -> now);

    @Test
    void age_beforeTheFirstRun_isSinceTheStart() {
        now = now.plusSeconds(60);

        assertThat(age()).isEqualTo(60);
    }

    @Test
    void age_isSinceTheLastCompleteRun() {
        now = now.plusSeconds(60);
        maintenance.run();
        now = now.plusSeconds(5);

        assertThat(age()).isEqualTo(5);
    }

    @Test
    void incompleteRun_doesNotResetTheAge() {
        outcomes.incomplete = true;
        now = now.plusSeconds(60);
        maintenance.run();

        assertThat(age()).isEqualTo(60);
    }

    @Test
    void failedRun_doesNotResetTheAge() {
        outcomes.unavailable = true;
        now = now.plusSeconds(60);
        maintenance.run();

        assertThat(age()).isEqualTo(60);
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void postponement_isLoggedUnlessInterrupted(CapturedOutput output) {
        outcomes.unavailable = true;
        Thread.currentThread().interrupt();
        maintenance.run();
        maintenance.compact();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(output).doesNotContain("postponed");

        maintenance.run();
        maintenance.compact();
        assertThat(output)
                .contains("maintenance postponed: reason=unavailable", "compaction postponed: reason=unavailable");
    }

    @Test
    void noLimit_disablesSizeRetention() {
        maintenance.run();

        assertThat(outcomes.limit).isZero();
        assertThat(registry.find("aggregator.storage.limit").gauge()).isNull();
    }

    @Test
    void limit_dropsTheOldestPartitions() {
        MaintenanceTask limited = limited();
        outcomes.sizeRetention = new SizeRetentionResult(2, 1, true);
        now = now.plusSeconds(60);

        limited.run();

        assertThat(outcomes.limit).isEqualTo(1L << 30);
        assertThat(registry.get("aggregator.storage.limit").gauge().value()).isEqualTo(1L << 30);
        assertThat(registry.get("aggregator.storage.dropped.partitions")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(age()).isZero();
    }

    @Test
    void sizeAboveTheLimit_doesNotResetTheAge() {
        MaintenanceTask limited = limited();
        outcomes.sizeRetention = new SizeRetentionResult(0, 2L << 30, false);
        now = now.plusSeconds(60);

        limited.run();

        assertThat(age()).isEqualTo(60);
    }

    /** Replaces the other task, whose meters would be used otherwise. */
    private MaintenanceTask limited() {
        registry.clear();
        return new MaintenanceTask(
                registry, outcomes, new RetentionSettings(MONTH, DataSize.ofGigabytes(1)), () -> now);
    }

    private double age() {
        return registry.get("aggregator.maintenance.age").gauge().value();
    }

    private static final class Outcomes implements Maintenance {

        private boolean unavailable;
        private boolean incomplete;
        private SizeRetentionResult sizeRetention = new SizeRetentionResult(0, 0, true);
        private long limit;

        @Override
        public boolean run(Instant now, Duration retention) {
            if (unavailable) {
                throw new StoreUnavailableException("unavailable", null);
            }
            return !incomplete;
        }

        @Override
        public void maintainClosedPartitions(Instant now) {
            if (unavailable) {
                throw new StoreUnavailableException("unavailable", null);
            }
        }

        @Override
        public SizeRetentionResult enforceMaxSize(Instant now, long bytes) {
            limit = bytes;
            return sizeRetention;
        }
    }
}
