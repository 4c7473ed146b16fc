package io.logaggregator.server.listeners;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The metrics of a listener. Thread-safe. */
record ListenerMetrics(String listener, MeterRegistry registry) {

    /** Why a connection was not accepted. */
    enum Refusal {
        LIMIT,
        ADDRESS_LIMIT,
        KEY
    }

    /** Why a connection was closed, or data of it were lost. */
    enum Failure {
        FRAMING,
        SIZE,
        TLS,
        MEMORY,
        DEFECT,
        SHUTDOWN
    }

    /** Why a datagram was lost. */
    enum Loss {
        BUFFER,
        KERNEL,
        PROTOCOL,
        KEY
    }

    void refused(Refusal reason) {
        Counter.builder("aggregator.listener.refused")
                .description("Connections that a listener refused, by reason")
                .baseUnit("connections")
                .tag("listener", listener)
                .tag("reason", name(reason))
                .register(registry)
                .increment();
    }

    void failed(Failure reason) {
        Counter.builder("aggregator.listener.failed")
                .description("Connections that a listener closed because of an error, by reason")
                .baseUnit("connections")
                .tag("listener", listener)
                .tag("reason", name(reason))
                .register(registry)
                .increment();
    }

    <T> void open(T state, ToDoubleFunction<T> connections) {
        Gauge.builder("aggregator.listener.open", state, connections)
                .description("Open connections of a listener")
                .baseUnit("connections")
                .tag("listener", listener)
                .strongReference(true)
                .register(registry);
    }

    void key(ListenerKey key) {
        Gauge.builder(
                        "aggregator.listener.key.rejected",
                        key,
                        checked -> checked.rejection().isEmpty() ? 0 : 1)
                .description("Whether the key of a listener is rejected, so that it accepts no data")
                .tag("listener", listener)
                .strongReference(true)
                .register(registry);
    }

    void lost(Loss reason, long datagrams) {
        Counter.builder("aggregator.listener.lost")
                .description("Datagrams that a listener lost, by reason")
                .baseUnit("datagrams")
                .tag("listener", listener)
                .tag("reason", name(reason))
                .register(registry)
                .increment((double) datagrams);
    }

    <T> void lost(Loss reason, T state, ToDoubleFunction<T> datagrams) {
        FunctionCounter.builder("aggregator.listener.lost", state, datagrams)
                .description("Datagrams that a listener lost, by reason")
                .baseUnit("datagrams")
                .tag("listener", listener)
                .tag("reason", name(reason))
                .register(registry);
    }

    private static String name(Enum<?> reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}
