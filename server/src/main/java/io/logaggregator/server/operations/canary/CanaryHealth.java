package io.logaggregator.server.operations.canary;

import io.logaggregator.server.ingest.IngestLifecycle;
import io.logaggregator.server.lifecycle.PeriodicTask;
import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Runs the canary, and reports its health: down while events do not arrive. It is not part of readiness, since other
 * instances would not find the events either.
 */
final class CanaryHealth implements HealthIndicator, AutoCloseable {

    private static final Duration SEARCH_INTERVAL = Duration.ofMillis(100);

    private final Canary canary;
    private final IngestLifecycle ingest;
    private final PeriodicTask sending;
    private final PeriodicTask searching;

    /** Sends once ingest has started. */
    CanaryHealth(Canary canary, Duration interval, IngestLifecycle ingest) {
        this.canary = canary;
        this.ingest = ingest;
        sending = PeriodicTask.start("canary-send", interval, ingest.onceStarted(canary::send));
        searching = PeriodicTask.start("canary-search", SEARCH_INTERVAL, canary::search);
    }

    @Override
    public Health health() {
        if (!ingest.waitsFor().isEmpty()) {
            return disabled(ingest.waitsFor());
        }
        Health.Builder health = canary.problem()
                .map(reason -> Health.down().withDetail("reason", reason))
                .orElseGet(Health::up);
        return withCounts(health, canary.counts()).build();
    }

    private static Health.Builder withCounts(Health.Builder health, CanaryCounts counts) {
        health.withDetail("sent", counts.sent())
                .withDetail("inTime", counts.inTime())
                .withDetail("late", counts.late())
                .withDetail("missing", counts.missing())
                .withDetail("duplicates", counts.duplicates())
                .withDetail("unsent", counts.unsent());
        counts.lastSentAt().ifPresent(at -> health.withDetail("lastSentAt", at));
        counts.newestFound()
                .ifPresent(newest -> health.withDetail("lastFoundAt", newest.foundAt())
                        .withDetail("delayMillis", newest.delay().toMillis()));
        return health;
    }

    /** Unknown, since no events are sent. */
    static Health disabled(String reason) {
        return Health.unknown().withDetail("reason", reason).build();
    }

    @Override
    public void close() {
        sending.close();
        searching.close();
    }
}
