package io.logaggregator.server.operations;

import io.logaggregator.core.ingest.LoopStatus;
import io.logaggregator.server.ingest.IngestLifecycle;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Liveness: down only when a loop has ended by itself or hangs, which a new start of the program cures. A world that is
 * away is no reason: starting anew does not bring it back.
 */
final class LoopsHealth implements HealthIndicator {

    /** Beyond every time limit of a turn, so that a slow transaction is not taken for a hang. */
    private static final Duration HANG = Duration.ofMinutes(5);

    private final IngestLifecycle lifecycle;
    private final InstantSource clock;

    LoopsHealth(IngestLifecycle lifecycle, InstantSource clock) {
        this.lifecycle = lifecycle;
        this.clock = clock;
    }

    @Override
    public Health health() {
        List<String> dead = lifecycle.isRunning()
                ? lifecycle.loops().stream()
                        .filter(this::isDead)
                        .map(LoopStatus::name)
                        .toList()
                : List.of();
        return dead.isEmpty()
                ? Health.up().build()
                : Health.down().withDetail("dead", dead).build();
    }

    private boolean isDead(LoopStatus loop) {
        return loop.state() == LoopStatus.State.STOPPED
                || Duration.between(loop.lastRunAt(), clock.instant()).compareTo(HANG) > 0;
    }
}
