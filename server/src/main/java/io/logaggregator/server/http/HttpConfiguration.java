package io.logaggregator.server.http;

import io.logaggregator.server.settings.ApiSettings;
import io.logaggregator.server.settings.HttpSettings;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jackson.autoconfigure.JsonFactoryBuilderCustomizer;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;

/** What every request goes through, whoever sends it, and how bodies of JSON are read. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

    /** Of what a controller takes as an object; the intake reads its bodies itself. */
    private static final int LONGEST_BODY_BYTES = 1 << 20;

    /** A member that nobody knows is a mistake of who wrote it. */
    @Bean
    JsonMapperBuilderCustomizer refusingUnknownMembers() {
        return json -> json.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    @Bean
    JsonFactoryBuilderCustomizer boundedBodies() {
        return json -> json.streamReadConstraints(StreamReadConstraints.builder()
                        .maxDocumentLength(LONGEST_BODY_BYTES)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
    }

    @Bean
    FilterRegistrationBean<RequestIdFilter> requestIdFilter(
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        return FilterOrder.REQUEST_ID.register(new RequestIdFilter(problems));
    }

    @Bean
    FilterRegistrationBean<UnpackFilter> unpackFilter(ApiSettings settings) {
        return FilterOrder.UNPACK.register(
                new UnpackFilter(settings.maxBodySize().toBytes()));
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

    @Bean
    WebMvcConfigurer mvc() {
        return new JsonOnly();
    }
}
