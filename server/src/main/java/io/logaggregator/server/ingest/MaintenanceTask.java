package io.logaggregator.server.ingest;

import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.core.store.Maintenance;
import io.logaggregator.core.store.SizeRetentionResult;
import io.logaggregator.server.settings.RetentionSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/** The store's upkeep, done again and again. What fails or is left is told, counts as not done, and waits for the next time. */
final class MaintenanceTask implements Runnable {

    /** Partitions are made days ahead, so that this only has to be shorter than a day. */
    static final Duration PAUSE = Duration.ofMinutes(10);

    private static final Logger log = LoggerFactory.getLogger(MaintenanceTask.class);

    private final Maintenance upkeep;
    private final RetentionSettings retention;
    private final InstantSource clock;
    private final Counter dropped;
    private volatile Instant lastDone;
    private boolean isTooLarge; // of the thread that runs it

    MaintenanceTask(MeterRegistry registry, Maintenance upkeep, RetentionSettings retention, InstantSource clock) {
        this.upkeep = upkeep;
        this.retention = retention;
        this.clock = clock;
        lastDone = clock.instant();
        Gauge.builder("aggregator.upkeep.age", this, MaintenanceTask::age)
                .description("Since all of the upkeep was done last, or since the start where it has not been")
                .baseUnit("seconds")
                .register(registry);
        dropped = Counter.builder("aggregator.storage.dropped.partitions")
                .description("Partitions that were dropped before their time, since all took more room than they may")
                .register(registry);
        tellLimit(registry, retention);
    }

    /** Not there without a limit, so that nobody divides by it. */
    private static void tellLimit(MeterRegistry registry, RetentionSettings retention) {
        if (isLimited(retention)) {
            Gauge.builder("aggregator.storage.limit", retention.size(), DataSize::toBytes)
                    .description("Above which the oldest observations are dropped before their time")
                    .baseUnit("bytes")
                    .strongReference(true)
                    .register(registry);
        }
    }

    private static boolean isLimited(RetentionSettings retention) {
        return retention.size().toBytes() > 0;
    }

    private double age() {
        return Duration.between(lastDone, clock.instant()).toMillis() / 1e3;
    }

    @Override
    public void run() {
        try {
            boolean done = upkeep.run(clock.instant(), retention.period());
            boolean small = !isLimited(retention) || shrink();
            if (done && small) {
                lastDone = clock.instant();
            }
        } catch (AggregatorException e) {
            tellPutOff("upkeep", e);
        }
    }

    /** What makes questions faster: nothing waits for it. */
    void settle() {
        try {
            upkeep.maintainClosedPartitions(clock.instant());
        } catch (AggregatorException e) {
            tellPutOff("preparing what is over for questions", e);
        }
    }

    /** Whoever is interrupted is to end, and what failed by that is no news. */
    private static void tellPutOff(String work, AggregatorException reason) {
        if (!Thread.currentThread().isInterrupted()) {
            log.warn("{} put off: reason={} next={}", work, reason.getMessage(), PAUSE);
        }
    }

    /** Whether it is small enough now. */
    private boolean shrink() {
        SizeRetentionResult shrinkage =
                upkeep.enforceMaxSize(clock.instant(), retention.size().toBytes());
        dropped.increment(shrinkage.dropped());
        if (!shrinkage.complete() && !isTooLarge) {
            log.warn(
                    "stored observations take more room than they may, and none older than today can be dropped now:"
                            + " bytes={} limit={}",
                    shrinkage.bytes(),
                    retention.size().toBytes());
        }
        isTooLarge = !shrinkage.complete();
        return shrinkage.complete();
    }
}
