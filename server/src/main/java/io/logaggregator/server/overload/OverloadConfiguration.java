package io.logaggregator.server.overload;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The threads for processor-bound work on data of clients, and the metric of rejected requests. */
@Configuration(proxyBeanMethods = false)
class OverloadConfiguration {

    /** Requests of a key that wait. They hold their bodies, so the memory budget is usually reached first. */
    private static final int MAX_WAITING = 256;

    @Bean
    FairPool decodingPool(MeterRegistry registry) {
        return new FairPool("decoding", Runtime.getRuntime().availableProcessors(), MAX_WAITING, registry);
    }

    /** The rejections by a limit. */
    static Counter rejections(String limit, MeterRegistry registry) {
        return Counter.builder("aggregator.overload.rejections")
                .description("Requests rejected, or events of the live tail skipped, because a limit was reached")
                .tag("limit", limit)
                .register(registry);
    }
}
