package io.logaggregator.server.gateways;

import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.server.http.FilterOrder;
import io.logaggregator.server.overload.FairPool;
import io.logaggregator.server.settings.AggregatorSettings.EnrichmentSettings;
import io.logaggregator.server.settings.GatewaySettings;
import io.logaggregator.server.settings.QueueSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The filter and the errors of gateways. */
@Configuration(proxyBeanMethods = false)
class GatewayConfiguration implements WebMvcConfigurer {

    @Bean
    GatewaySplitters gatewaySplitters(
            QueueSettings topics,
            GatewaySettings settings,
            EnrichmentSettings enrichment,
            MeterRegistry registry,
            InstantSource clock) {
        return new GatewaySplitters(topics, settings.topic(), enrichment.environment(), registry, clock);
    }

    @Bean
    FilterRegistrationBean<GatewayFilter> gatewayFilter(
            MessageQueue queue, FairPool decoding, GatewaySplitters splitters) {
        return FilterOrder.GATEWAY.register(new GatewayFilter(new GatewayIngest(queue, decoding, splitters)));
    }

    /** First, since a gateway has its own form of errors. */
    @Override
    public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
        resolvers.addFirst(new GatewayErrors());
    }
}
