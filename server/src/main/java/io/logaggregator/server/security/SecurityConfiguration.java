package io.logaggregator.server.security;

import io.logaggregator.server.config.SecuritySettings;
import io.logaggregator.server.http.FilterOrder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Finds or makes the key, and puts it before everything that needs it. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    @Bean
    ApiKey apiKey(SecuritySettings settings) {
        return ApiKey.provide(settings);
    }

    @Bean
    FilterRegistrationBean<ApiKeyFilter> apiKeyFilter(ApiKey key) {
        return FilterOrder.API_KEY.register(new ApiKeyFilter(key));
    }
}
