package io.logaggregator.server.ingest;

import io.logaggregator.application.AggregatorException;
import io.logaggregator.application.Upkeep;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store's upkeep, done again and again. What fails or is left is told, counts as not done, and waits for the next time. */
final class StoreUpkeep implements Runnable {

    /** Partitions are made days ahead, so that this only has to be shorter than a day. */
    static final Duration PAUSE = Duration.ofMinutes(10);

    private static final Logger log = LoggerFactory.getLogger(StoreUpkeep.class);

    private final Upkeep upkeep;
    private final Duration retention;
    private final InstantSource clock;
    private volatile Instant lastDone;

    StoreUpkeep(MeterRegistry registry, Upkeep upkeep, Duration retention, InstantSource clock) {
        this.upkeep = upkeep;
        this.retention = retention;
        this.clock = clock;
        lastDone = clock.instant();
        Gauge.builder("aggregator.upkeep.age", this, StoreUpkeep::age)
                .description("Since all of the upkeep was done last, or since the start where it has not been")
                .baseUnit("seconds")
                .register(registry);
    }

    private double age() {
        return Duration.between(lastDone, clock.instant()).toMillis() / 1e3;
    }

    @Override
    public void run() {
        try {
            if (upkeep.run(clock.instant(), retention)) {
                lastDone = clock.instant();
            }
        } catch (AggregatorException e) {
            log.warn("upkeep put off: reason={} next={}", e.getMessage(), PAUSE);
        }
    }

    /** What makes questions faster: nothing waits for it. */
    void settle() {
        try {
            upkeep.settle(clock.instant());
        } catch (AggregatorException e) {
            log.warn("preparing what is over for questions put off: reason={} next={}", e.getMessage(), PAUSE);
        }
    }
}
