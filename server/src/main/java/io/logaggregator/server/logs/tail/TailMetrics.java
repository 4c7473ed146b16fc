package io.logaggregator.server.logs.tail;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;

/** Metrics of the live tail. */
final class TailMetrics {

    private final Counter skipped;
    private final Counter timeouts;

    TailMetrics(MeterRegistry registry, Collection<TailClient> clients) {
        Gauge.builder("aggregator.tail.viewers", clients, Collection::size)
                .description("Clients of the live tail")
                .baseUnit("viewers")
                .register(registry);
        Gauge.builder("aggregator.tail.buffered", clients, TailMetrics::bufferedBytes)
                .description("Events that clients of the live tail have not read")
                .baseUnit("bytes")
                .register(registry);
        skipped = Counter.builder("aggregator.tail.skipped")
                .description("Events not sent to a client, since the client or this instance was too slow")
                .baseUnit("lines")
                .register(registry);
        timeouts = Counter.builder("aggregator.tail.timeouts")
                .description("Live tails that were ended because their condition took too long")
                .register(registry);
    }

    void timedOut() {
        timeouts.increment();
    }

    private static double bufferedBytes(Collection<TailClient> clients) {
        return clients.stream().mapToLong(TailClient::bufferedBytes).sum();
    }

    void skipped(long count) {
        skipped.increment((double) count);
    }
}
