package io.logaggregator.server.operations;

import io.logaggregator.core.ingest.LoopStatus;
import io.logaggregator.server.ingest.IngestLifecycle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** The health of the consumer loops. */
record LoopHealth(IngestLifecycle lifecycle, InstantSource clock) {

    /** A batch usually takes less than a second. */
    private static final Duration STALL_TIMEOUT = Duration.ofSeconds(10);

    /** Exceeds every timeout within an iteration, so that a slow transaction does not count as a hang. */
    private static final Duration HANG_TIMEOUT = Duration.ofMinutes(5);

    /** Out of service before the start and during shutdown; up while every loop consumes or is idle; with loop details. */
    HealthIndicator readiness() {
        return () -> {
            Health.Builder health = state();
            lifecycle.loops().forEach(loop -> health.withDetail(loop.name(), describe(loop, clock.instant())));
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

    /** Number of loops that make no progress, hang or have ended, once ingest has started. */
    long stalled() {
        if (!lifecycle.isRunning() || !lifecycle.waitsFor().isEmpty()) {
            return 0;
        }
        Instant now = clock.instant();
        return lifecycle.loops().stream()
                .filter(loop -> isStalled(loop, now) || isDead(loop))
                .count();
    }

    private Health.Builder state() {
        String waitsFor = lifecycle.waitsFor();
        if (!waitsFor.isEmpty()) {
            return Health.outOfService().withDetail("reason", waitsFor);
        }
        return lifecycle.loops().stream().allMatch(loop -> isWell(loop, clock.instant())) ? Health.up() : Health.down();
    }

    static boolean isWell(LoopStatus loop, Instant now) {
        return switch (loop.state()) {
            case CONSUMING, IDLE -> !isStalled(loop, now);
            case STARTING, WAITING_FOR_STORE, WAITING_FOR_QUEUE, FAILED, STOPPED -> false;
        };
    }

    private boolean isDead(LoopStatus loop) {
        return loop.state() == LoopStatus.State.STOPPED || silence(loop).compareTo(HANG_TIMEOUT) > 0;
    }

    private static boolean isStalled(LoopStatus loop, Instant now) {
        boolean runs = loop.state() == LoopStatus.State.CONSUMING || loop.state() == LoopStatus.State.IDLE;
        return runs && Duration.between(loop.lastRunAt(), now).compareTo(STALL_TIMEOUT) >= 0;
    }

    static Map<String, Object> describe(LoopStatus loop, Instant now) {
        Map<String, Object> details = new LinkedHashMap<>();
        boolean stalled = isStalled(loop, now);
        details.put("state", stalled ? "STALLED" : loop.state());
        details.put("since", loop.since());
        if (!loop.reason().isEmpty()) {
            details.put("reason", loop.reason());
        }
        if (stalled) {
            details.put("stalled", "no progress since " + loop.lastRunAt());
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
