package io.logaggregator.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.application.StoreUnavailableException;
import io.logaggregator.application.Upkeep;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StoreUpkeepTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final Outcomes outcomes = new Outcomes();
    private Instant now = Instant.parse("2026-11-23T00:00:00Z");
    private final StoreUpkeep upkeep = new StoreUpkeep(registry, outcomes, Duration.ofDays(30), () -> now);

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

    private double age() {
        return registry.get("aggregator.upkeep.age").gauge().value();
    }

    private static final class Outcomes implements Upkeep {

        private boolean isAway;
        private boolean leavesSomething;

        @Override
        public boolean run(Instant now, Duration retention) {
            if (isAway) {
                throw new StoreUnavailableException("away", null);
            }
            return !leavesSomething;
        }

        @Override
        public void settle(Instant now) {
            if (isAway) {
                throw new StoreUnavailableException("away", null);
            }
        }
    }
}
