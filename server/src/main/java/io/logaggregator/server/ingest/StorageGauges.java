package io.logaggregator.server.ingest;

import static java.time.ZoneOffset.UTC;

import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.core.store.StorageSize;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gauges for capacity planning: total size, size of the last closed day, and retention. NaN while the store is unavailable. */
final class StorageGauges implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(StorageGauges.class);

    private final StorageSize size;
    private final InstantSource clock;
    private volatile @Nullable Bytes last;

    private record Bytes(long total, long lastDay) {}

    StorageGauges(MeterRegistry registry, StorageSize size, Duration retention, InstantSource clock) {
        this.size = size;
        this.clock = clock;
        Gauge.builder("aggregator.storage", this, of(Bytes::total))
                .description("Size of the stored data, with indexes")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("aggregator.storage.day", this, of(Bytes::lastDay))
                .description("Size of the observations of the last closed day (UTC)")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("aggregator.storage.retention", retention, Duration::toSeconds)
                .description("Retention period")
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void run() {
        LocalDate yesterday = LocalDate.ofInstant(clock.instant(), UTC).minusDays(1);
        try {
            last = new Bytes(size.totalBytes(), size.dayBytes(yesterday));
        } catch (AggregatorException e) {
            last = null;
            log.debug("storage size unknown: reason={}", e.getMessage());
        }
    }

    private static ToDoubleFunction<StorageGauges> of(ToDoubleFunction<Bytes> value) {
        return gauges -> {
            Bytes bytes = gauges.last;
            return bytes == null ? Double.NaN : value.applyAsDouble(bytes);
        };
    }
}
