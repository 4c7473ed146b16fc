package io.logaggregator.server.ingest;

import io.logaggregator.application.AggregatorException;
import io.logaggregator.application.Upkeep;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store's upkeep, done again and again. A failure is told and waits for the next time. */
final class StoreUpkeep implements Runnable {

    /** Partitions are made days ahead, so that this only has to be shorter than a day. */
    static final Duration PAUSE = Duration.ofMinutes(10);

    private static final Logger log = LoggerFactory.getLogger(StoreUpkeep.class);

    private final Upkeep upkeep;
    private final Duration retention;
    private final InstantSource clock;

    StoreUpkeep(Upkeep upkeep, Duration retention, InstantSource clock) {
        this.upkeep = upkeep;
        this.retention = retention;
        this.clock = clock;
    }

    @Override
    public void run() {
        try {
            upkeep.run(clock.instant(), retention);
        } catch (AggregatorException e) {
            log.warn("upkeep put off: reason={} next={}", e.getMessage(), PAUSE);
        }
    }
}
