package io.logaggregator.server.query;

import io.logaggregator.application.alert.AttributeReader;
import io.logaggregator.application.alert.LogMatching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes queries answerable without the store. */
@Configuration(proxyBeanMethods = false)
class QueryConfiguration {

    @Bean
    LogMatching logMatching(AttributeReader attributes) {
        return new QueryMatching(attributes);
    }
}
