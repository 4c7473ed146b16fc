package io.logaggregator.server.http;

import io.logaggregator.server.settings.ApiSettings;
import io.logaggregator.server.settings.HttpSettings;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** The filters of every request. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

    @Bean
    FilterRegistrationBean<RequestIdFilter> requestIdFilter(
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        return FilterOrder.REQUEST_ID.register(new RequestIdFilter(problems));
    }

    @Bean
    FilterRegistrationBean<RequestDecompressionFilter> requestDecompressionFilter(ApiSettings settings) {
        return FilterOrder.DECOMPRESSION.register(
                new RequestDecompressionFilter(settings.maxBodySize().toBytes()));
    }

    @Bean
    FilterRegistrationBean<EntityTags> entityTagsFilter() {
        return FilterOrder.ENTITY_TAGS.register(new EntityTags());
    }

    @Bean
    SecurityHeaders securityHeaders(HttpSettings settings) {
        return new SecurityHeaders(settings.strictTransportSecurity());
    }

    @Bean
    FilterRegistrationBean<SecurityHeaders> securityHeadersFilter(SecurityHeaders headers) {
        return FilterOrder.SECURITY_HEADERS.register(headers);
    }
}
