package io.logaggregator.server.ingest;

import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.core.store.Maintenance;
import io.logaggregator.core.store.SizeRetentionResult;
import io.logaggregator.server.settings.AggregatorSettings.RetentionSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/** Maintains the store periodically: partitions, retention and compaction. A failed run is logged and retried by the next. */
final class MaintenanceTask implements Runnable {

    /** Much shorter than a day: partitions are created days ahead. */
    static final Duration INTERVAL = Duration.ofMinutes(10);

    private static final Logger log = LoggerFactory.getLogger(MaintenanceTask.class);

    private final Maintenance maintenance;
    private final RetentionSettings retention;
    private final InstantSource clock;
    private final Counter dropped;
    private volatile Instant completedAt;
    private boolean aboveLimit; // confined to the thread that runs this task

    MaintenanceTask(MeterRegistry registry, Maintenance maintenance, RetentionSettings retention, InstantSource clock) {
        this.maintenance = maintenance;
        this.retention = retention;
        this.clock = clock;
        completedAt = clock.instant();
        Gauge.builder("aggregator.maintenance.age", this, MaintenanceTask::age)
                .description("Time since the last complete maintenance run, or since the start")
                .baseUnit("seconds")
                .register(registry);
        dropped = Counter.builder("aggregator.storage.dropped.partitions")
                .description("Partitions dropped before the end of the retention period, by the size limit")
                .register(registry);
        if (isLimited()) { // without a limit there is no gauge, so that no query divides by zero
            Gauge.builder("aggregator.storage.limit", retention.size(), DataSize::toBytes)
                    .description("Size above which the oldest observations are dropped")
                    .baseUnit("bytes")
                    .strongReference(true)
                    .register(registry);
        }
    }

    private boolean isLimited() {
        return retention.size().toBytes() > 0;
    }

    private double age() {
        return Duration.between(completedAt, clock.instant()).toMillis() / 1e3;
    }

    @Override
    public void run() {
        try {
            boolean complete = maintenance.run(clock.instant(), retention.period());
            boolean withinLimit = !isLimited() || enforceSize();
            if (complete && withinLimit) {
                completedAt = clock.instant();
            }
        } catch (AggregatorException e) {
            logPostponed("maintenance", e);
        }
    }

    /** Optimizes closed partitions for queries, which work without it. */
    void compact() {
        try {
            maintenance.maintainClosedPartitions(clock.instant());
        } catch (AggregatorException e) {
            logPostponed("compaction", e);
        }
    }

    /** Not during shutdown: an interrupt is not a failure. */
    private static void logPostponed(String work, AggregatorException reason) {
        if (!Thread.currentThread().isInterrupted()) {
            log.warn("{} postponed: reason={} next={}", work, reason.getMessage(), INTERVAL);
        }
    }

    /** Drops the oldest days above the size limit; returns whether the rest is within it. */
    private boolean enforceSize() {
        SizeRetentionResult result =
                maintenance.enforceMaxSize(clock.instant(), retention.size().toBytes());
        dropped.increment(result.dropped());
        if (!result.complete() && !aboveLimit) {
            log.warn(
                    "size of stored observations above the limit, no further partition can be dropped: bytes={} limit={}",
                    result.bytes(),
                    retention.size().toBytes());
        }
        aboveLimit = !result.complete();
        return result.complete();
    }
}
