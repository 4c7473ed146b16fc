package io.logaggregator.server.operations.canary;

import io.logaggregator.server.ingest.IngestLifecycle;
import io.logaggregator.server.lifecycle.PeriodicTask;
import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The canary at work, and what it says of health: down while lines do not arrive. That is for people to look after, and no
 * reason to send nobody here any more: no other instance would find them either.
 */
final class CanaryTask implements HealthIndicator, AutoCloseable {

    private static final Duration LOOK_PAUSE = Duration.ofMillis(100);

    private final Canary canary;
    private final IngestLifecycle ingest;
    private final PeriodicTask sending;
    private final PeriodicTask looking;

    /** Starts now, and sends when there is an ingest. */
    CanaryTask(Canary canary, Duration interval, IngestLifecycle ingest) {
        this.canary = canary;
        this.ingest = ingest;
        sending = PeriodicTask.start("canary-send", interval, ingest.onceStarted(canary::send));
        looking = PeriodicTask.start("canary-look", LOOK_PAUSE, canary::look);
    }

    @Override
    public Health health() {
        if (!ingest.waitsFor().isEmpty()) {
            return off(ingest.waitsFor());
        }
        Health.Builder health = canary.trouble()
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

    /** Nothing is sent, so nothing can be said. */
    static Health off(String reason) {
        return Health.unknown().withDetail("reason", reason).build();
    }

    @Override
    public void close() {
        sending.close();
        looking.close();
    }
}
