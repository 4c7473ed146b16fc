package io.logaggregator.server.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;

/** Messages not yet read of each partition that this instance reads. Partitions come and go, and their gauges with them. */
final class LagGauges implements Runnable {

    private final MultiGauge gauges;
    private final IngestLifecycle lifecycle;

    LagGauges(MeterRegistry registry, IngestLifecycle lifecycle) {
        this.gauges = MultiGauge.builder("aggregator.lag")
                .description("Messages not yet read")
                .baseUnit("messages")
                .register(registry);
        this.lifecycle = lifecycle;
    }

    @Override
    public void run() {
        List<MultiGauge.Row<?>> rows = lifecycle.loops().stream()
                .flatMap(loop -> loop.lag().entrySet().stream())
                .<MultiGauge.Row<?>>map(lag -> MultiGauge.Row.of(
                        Tags.of(
                                "topic", lag.getKey().topic(),
                                "partition", String.valueOf(lag.getKey().number())),
                        lag.getValue()))
                .toList();
        gauges.register(rows, true);
    }
}
