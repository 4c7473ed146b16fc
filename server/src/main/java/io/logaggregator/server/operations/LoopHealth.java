package io.logaggregator.server.operations;

import io.logaggregator.core.ingest.LoopStatus;
import io.logaggregator.server.ingest.IngestLifecycle;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** The health of the consumer loops. */
record LoopHealth(IngestLifecycle lifecycle, InstantSource clock) {

    private static final Duration STALL_TIMEOUT = Duration.ofSeconds(30);

    /** Exceeds every timeout within an iteration, so that a slow transaction does not count as a hang. */
    private static final Duration HANG_TIMEOUT = Duration.ofMinutes(5);

    /** Out of service before the start and during shutdown; up while every loop consumes or is idle; with loop details. */
    HealthIndicator readiness() {
        return () -> {
            Health.Builder health = state();
            lifecycle.loops().forEach(loop -> health.withDetail(loop.name(), describe(loop)));
            return health.build();
        };
    }

    /**
     * Down only if a loop has ended by itself or hangs, which a restart repairs. A restart does not repair an unavailable
     * dependency.
     */
    HealthIndicator liveness() {
        return () -> {
            List<String> dead = lifecycle.isRunning()
                    ? lifecycle.loops().stream()
                            .filter(this::isDead)
                            .map(LoopStatus::name)
                            .toList()
                    : List.of();
            return dead.isEmpty()
                    ? Health.up().build()
                    : Health.down().withDetail("dead", dead).build();
        };
    }

    private Health.Builder state() {
        String waitsFor = lifecycle.waitsFor();
        if (!waitsFor.isEmpty()) {
            return Health.outOfService().withDetail("reason", waitsFor);
        }
        return lifecycle.loops().stream().allMatch(this::isWell) ? Health.up() : Health.down();
    }

    private boolean isWell(LoopStatus loop) {
        return switch (loop.state()) {
            case CONSUMING, IDLE -> silence(loop).compareTo(STALL_TIMEOUT) < 0;
            case STARTING, WAITING_FOR_STORE, WAITING_FOR_QUEUE, FAILED, STOPPED -> false;
        };
    }

    private boolean isDead(LoopStatus loop) {
        return loop.state() == LoopStatus.State.STOPPED || silence(loop).compareTo(HANG_TIMEOUT) > 0;
    }

    private Map<String, Object> describe(LoopStatus loop) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", loop.state());
        details.put("since", loop.since());
        if (!loop.reason().isEmpty()) {
            details.put("reason", loop.reason());
        }
        if (silence(loop).compareTo(STALL_TIMEOUT) >= 0) {
            details.put("stalled", "last iteration at " + loop.lastRunAt());
        }
        details.put("partitions", loop.lag().size());
        details.put(
                "lag", loop.lag().values().stream().mapToLong(Long::longValue).sum());
        return details;
    }

    private Duration silence(LoopStatus loop) {
        return Duration.between(loop.lastRunAt(), clock.instant());
    }
}
