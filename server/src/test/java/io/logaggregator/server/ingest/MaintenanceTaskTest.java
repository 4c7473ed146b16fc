package io.logaggregator.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.core.store.Maintenance;
import io.logaggregator.core.store.SizeRetentionResult;
import io.logaggregator.server.settings.RetentionSettings;
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
    private final MaintenanceTask upkeep =
            new MaintenanceTask(registry, outcomes, new RetentionSettings(MONTH, DataSize.ofBytes(0)), () -> now);

    @Test
    void age_isSinceTheStartUntilAllWasDone() {
        now = now.plusSeconds(60);

        assertThat(age()).isEqualTo(60);
    }

    @Test
    void age_isSinceAllWasDoneLast() {
        now = now.plusSeconds(60);
        upkeep.run();
        now = now.plusSeconds(5);

        assertThat(age()).isEqualTo(5);
    }

    @Test
    void age_growsWhileSomethingIsLeftForTheNextTime() {
        outcomes.leavesSomething = true;
        now = now.plusSeconds(60);
        upkeep.run();

        assertThat(age()).isEqualTo(60);
    }

    @Test
    void age_growsWhileTheStoreIsAway() {
        outcomes.isAway = true;
        now = now.plusSeconds(60);
        upkeep.run();

        assertThat(age()).isEqualTo(60);
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void putOff_isToldButNotOfWhatIsToEnd(CapturedOutput output) {
        outcomes.isAway = true;
        Thread.currentThread().interrupt();
        upkeep.run();
        upkeep.settle();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(output).doesNotContain("put off");

        upkeep.run();
        upkeep.settle();
        assertThat(output).contains("upkeep put off: reason=away", "questions put off: reason=away");
    }

    @Test
    void size_isNoMatterWithoutALimit() {
        upkeep.run();

        assertThat(outcomes.limit).isZero();
        assertThat(registry.find("aggregator.storage.limit").gauge()).isNull();
    }

    @Test
    void size_isKeptBelowItsLimit() {
        MaintenanceTask limited = limited();
        outcomes.shrinkage = new SizeRetentionResult(2, 1, true);
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
    void age_growsWhileAllTakesMoreRoomThanItMay() {
        MaintenanceTask limited = limited();
        outcomes.shrinkage = new SizeRetentionResult(0, 2L << 30, false);
        now = now.plusSeconds(60);

        limited.run();

        assertThat(age()).isEqualTo(60);
    }

    /** In place of the other, whose meters would stay. */
    private MaintenanceTask limited() {
        registry.clear();
        return new MaintenanceTask(
                registry, outcomes, new RetentionSettings(MONTH, DataSize.ofGigabytes(1)), () -> now);
    }

    private double age() {
        return registry.get("aggregator.upkeep.age").gauge().value();
    }

    private static final class Outcomes implements Maintenance {

        private boolean isAway;
        private boolean leavesSomething;
        private SizeRetentionResult shrinkage = new SizeRetentionResult(0, 0, true);
        private long limit;

        @Override
        public boolean run(Instant now, Duration retention) {
            if (isAway) {
                throw new StoreUnavailableException("away", null);
            }
            return !leavesSomething;
        }

        @Override
        public void maintainClosedPartitions(Instant now) {
            if (isAway) {
                throw new StoreUnavailableException("away", null);
            }
        }

        @Override
        public SizeRetentionResult enforceMaxSize(Instant now, long bytes) {
            limit = bytes;
            return shrinkage;
        }
    }
}
