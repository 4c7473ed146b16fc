package io.logaggregator.server.overload;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** The metric of rejected requests, by the limit that rejected them. */
public final class Rejections {

    private Rejections() {}

    /** The counter of a limit, by its name. */
    public static Counter counter(String limit, MeterRegistry registry) {
        return Counter.builder("aggregator.overload.rejections")
                .description(
                        "Requests rejected, responses canceled, or events of the live tail skipped, because a limit was reached")
                .tag("limit", limit)
                .register(registry);
    }
}
