package io.logaggregator.server.overload;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The threads for processor-bound work on data of clients. */
@Configuration(proxyBeanMethods = false)
class OverloadConfiguration {

    /** Requests of a key that wait. They hold their bodies, so the memory budget is usually reached first. */
    private static final int MAX_WAITING = 256;

    /** Backtests of a key that wait, each with a connection of its client. */
    private static final int MAX_WAITING_BACKTESTS = 8;

    @Bean(defaultCandidate = false)
    FairPool backtestPool(MeterRegistry registry) {
        return new FairPool("backtests", Runtime.getRuntime().availableProcessors(), MAX_WAITING_BACKTESTS, registry);
    }

    @Bean
    FairPool decodingPool(MeterRegistry registry) {
        return new FairPool("decoding", Runtime.getRuntime().availableProcessors(), MAX_WAITING, registry);
    }
}
