package io.logaggregator.server.operations;

import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.server.lifecycle.PeriodicTask;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Asks one thing for a sign of life every two seconds, and logs when the answer changes. */
final class DependencyHealth implements HealthIndicator, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DependencyHealth.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /** Longer than the time limits of the checks themselves: a check that takes this long hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final String name;
    private final Runnable check;
    private final InstantSource clock;
    private final PeriodicTask task;
    private volatile Answer answer;

    DependencyHealth(String name, Runnable check, InstantSource clock) {
        this.name = name;
        this.check = check;
        this.clock = clock;
        Instant now = clock.instant();
        this.answer = new Answer(Optional.of("not asked yet"), now, now);
        this.task = PeriodicTask.start("watch-" + name, PAUSE, this::ask);
    }

    private void ask() {
        Optional<String> failure = failure();
        Instant now = clock.instant();
        Answer before = answer;
        boolean changed = failure.isPresent() != before.failure().isPresent();
        answer = new Answer(failure, changed ? now : before.since(), now);
        if (changed) {
            log.info("{} is there", name);
        } else if (before.since().equals(before.at()) && failure.isPresent()) {
            log.warn("{} is away: {}", name, failure.get());
        }
    }

    private Optional<String> failure() {
        try {
            check.run();
            return Optional.empty();
        } catch (AggregatorException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Health health() {
        Answer last = answer;
        Instant now = clock.instant();
        Duration silence = Duration.between(last.at(), now);
        if (silence.compareTo(PATIENCE) > 0) {
            return down("no answer for " + silence.toSeconds() + " s", last.at());
        }
        return last.failure()
                .map(reason -> down(reason, last.since()))
                .orElseGet(() -> Health.up().withDetail("since", last.since()).build());
    }

    private static Health down(String reason, Instant since) {
        return Health.down()
                .withDetail("reason", reason)
                .withDetail("since", since)
                .build();
    }

    @Override
    public void close() {
        task.close();
    }

    /** @param failure why it is away; empty when it is there */
    private record Answer(Optional<String> failure, Instant since, Instant at) {}
}
