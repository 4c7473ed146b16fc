package io.logaggregator.server.lifecycle;

import io.logaggregator.core.common.AggregatorException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gauges of a query of the store, as of the last run. NaN while the store is unavailable, since the last values are outdated.
 */
public final class StoreGauges<T> implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(StoreGauges.class);

    private final String subject;
    private final Supplier<T> query;
    private final MeterRegistry registry;
    private volatile @Nullable T last;

    /** @param subject of the query, for log records */
    public StoreGauges(String subject, Supplier<T> query, MeterRegistry registry) {
        this.subject = subject;
        this.query = query;
        this.registry = registry;
    }

    /** Registers a gauge. */
    public StoreGauges<T> with(String name, String unit, String description, ToDoubleFunction<T> value) {
        Gauge.builder(name, this, gauges -> gauges.read(value))
                .description(description)
                .baseUnit(unit)
                .register(registry);
        return this;
    }

    private double read(ToDoubleFunction<T> value) {
        T result = last;
        return result == null ? Double.NaN : value.applyAsDouble(result);
    }

    @Override
    public void run() {
        try {
            last = query.get();
        } catch (AggregatorException e) {
            last = null;
            log.debug("{} unknown: reason={}", subject, e.getMessage());
        }
    }
}
