package io.logaggregator.server.gateways;

import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.gateways.Gateways;
import io.logaggregator.server.http.FilterOrder;
import io.logaggregator.server.overload.FairPool;
import io.logaggregator.server.settings.AggregatorSettings.EnrichmentSettings;
import io.logaggregator.server.settings.GatewaySettings;
import io.logaggregator.server.settings.QueueSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.boot.tomcat.TomcatContextCustomizer;
import org.springframework.boot.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The filter, the errors and the ports of gateways. */
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

    @Bean
    GatewayPorts webServerFactory(
            Gateways gateways,
            GatewaySettings settings,
            ObjectProvider<TomcatConnectorCustomizer> connectors,
            ObjectProvider<TomcatContextCustomizer> contexts,
            ObjectProvider<TomcatProtocolHandlerCustomizer<?>> protocols) {
        GatewayPorts factory = new GatewayPorts(gateways, settings);
        factory.setConnectorCustomizers(connectors.orderedStream().toList());
        factory.setContextCustomizers(contexts.orderedStream().toList());
        factory.setProtocolHandlerCustomizers(protocols.orderedStream().toList());
        return factory;
    }

    /** First, since a gateway has its own form of errors. */
    @Override
    public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
        resolvers.addFirst(new GatewayErrors());
    }
}
