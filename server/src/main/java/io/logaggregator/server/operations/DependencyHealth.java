package io.logaggregator.server.operations;

import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.server.lifecycle.PeriodicTask;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Checks a dependency every two seconds, and logs when its availability or the reason changes. */
final class DependencyHealth implements HealthIndicator, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DependencyHealth.class);
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    /** Exceeds the timeouts of the checks themselves, so that only a check that hangs is reported. */
    private static final Duration HANG_TIMEOUT = Duration.ofSeconds(15);

    private final String name;
    private final Runnable check;
    private final InstantSource clock;
    private volatile Result last;
    private @Nullable PeriodicTask task;

    DependencyHealth(String name, Runnable check, InstantSource clock) {
        this.name = name;
        this.check = check;
        this.clock = clock;
        Instant now = clock.instant();
        last = new Result(Optional.of("not checked yet"), now, now, true);
    }

    void start() {
        task = PeriodicTask.start("health-" + name, INTERVAL, this::check);
    }

    void check() {
        Optional<String> failure = failure();
        Instant now = clock.instant();
        Result before = last;
        boolean changed = failure.isPresent() != before.failure().isPresent();
        last = new Result(failure, changed ? now : before.since(), now, false);
        if (before.initial() || !withoutNumbers(failure).equals(withoutNumbers(before.failure()))) {
            failure.ifPresentOrElse(
                    reason -> log.warn("{} unavailable: reason={}", name, reason),
                    () -> log.info("{} available", name));
        }
    }

    /** Numbers in a reason, such as a waiting time, differ from check to check. */
    private static Optional<String> withoutNumbers(Optional<String> failure) {
        return failure.map(reason -> reason.replaceAll("\\d+", ""));
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
        Result result = last;
        Duration age = Duration.between(result.at(), clock.instant());
        if (age.compareTo(HANG_TIMEOUT) > 0) {
            return down("no response for " + age.toSeconds() + " s", result.at());
        }
        return result.failure()
                .map(reason -> down(reason, result.since()))
                .orElseGet(() -> Health.up().withDetail("since", result.since()).build());
    }

    private static Health down(String reason, Instant since) {
        return Health.down()
                .withDetail("reason", reason)
                .withDetail("since", since)
                .build();
    }

    @Override
    public void close() {
        if (task != null) {
            task.close();
        }
    }

    /**
     * The result of a check.
     *
     * @param failure why the dependency is unavailable
     * @param since when the availability changed last
     * @param initial whether no check has completed
     */
    private record Result(Optional<String> failure, Instant since, Instant at, boolean initial) {}
}
