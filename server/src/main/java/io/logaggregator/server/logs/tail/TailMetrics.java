package io.logaggregator.server.logs.tail;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;

/** Who follows, and what they are not told. */
final class TailMetrics {

    private final Counter skipped;

    TailMetrics(MeterRegistry registry, Collection<Viewer> viewers) {
        Gauge.builder("aggregator.tail.viewers", viewers, Collection::size)
                .description("Viewers who follow the logs")
                .baseUnit("viewers")
                .register(registry);
        skipped = Counter.builder("aggregator.tail.skipped")
                .description("Lines not shown to a viewer, since he or this instance was too slow")
                .baseUnit("lines")
                .register(registry);
    }

    void skipped(long count) {
        skipped.increment((double) count);
    }
}
