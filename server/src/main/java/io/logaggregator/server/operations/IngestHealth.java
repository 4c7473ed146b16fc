package io.logaggregator.server.operations;

import io.logaggregator.core.ingest.LoopStatus;
import io.logaggregator.server.ingest.IngestLifecycle;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Of the ingest: out of service until it has been started, and when it ends; up when every loop reads, or has nothing to
 * read; tells of each loop what it does.
 */
final class IngestHealth implements HealthIndicator {

    private static final Duration TURN_LIMIT = Duration.ofSeconds(30);

    private final IngestLifecycle lifecycle;
    private final InstantSource clock;

    IngestHealth(IngestLifecycle lifecycle, InstantSource clock) {
        this.lifecycle = lifecycle;
        this.clock = clock;
    }

    @Override
    public Health health() {
        Health.Builder health = state();
        lifecycle.loops().forEach(loop -> health.withDetail(loop.name(), describe(loop)));
        return health.build();
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
            case CONSUMING, IDLE -> silence(loop).compareTo(TURN_LIMIT) < 0;
            case STARTING, WAITING_FOR_STORE, WAITING_FOR_QUEUE, FAILED, STOPPED -> false;
        };
    }

    private Map<String, Object> describe(LoopStatus loop) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", loop.state());
        details.put("since", loop.since());
        if (!loop.reason().isEmpty()) {
            details.put("reason", loop.reason());
        }
        if (silence(loop).compareTo(TURN_LIMIT) >= 0) {
            details.put("stuck", "last iteration at " + loop.lastRunAt());
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
