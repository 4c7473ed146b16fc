package io.logaggregator.server.logs.query;

import io.logaggregator.core.logs.match.AttributeReader;
import io.logaggregator.core.logs.match.LogMatching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Provides matching of events in memory. */
@Configuration(proxyBeanMethods = false)
class QueryConfiguration {

    @Bean
    LogMatching logMatching(AttributeReader attributes) {
        return new QueryMatching(attributes);
    }
}
