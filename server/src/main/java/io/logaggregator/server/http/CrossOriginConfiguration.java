package io.logaggregator.server.http;

import io.logaggregator.server.settings.ApiSettings;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/** Which pages of other origins may call the API, and what they may send and see. */
@Configuration(proxyBeanMethods = false)
class CrossOriginConfiguration {

    /** Those of the routes; HEAD is there wherever GET is. */
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

    private static final List<String> HEADERS = List.of(
            "Authorization",
            "Content-Encoding",
            "Content-Type",
            "If-None-Match",
            "Last-Event-ID",
            "X-API-Key",
            RequestIdFilter.HEADER);

    private static final List<String> SHOWN =
            List.of("ETag", "Location", "RateLimit", "RateLimit-Policy", "Retry-After", RequestIdFilter.HEADER);

    @Bean
    FilterRegistrationBean<CorsFilter> corsFilter(ApiSettings settings) {
        CorsFilter filter = new CorsFilter(allowing(settings.cors()));
        filter.setCorsProcessor(new CorsRefusals());
        FilterRegistrationBean<CorsFilter> registration = FilterOrder.CORS.register(filter);
        registration.setEnabled(settings.cors().isOn());
        return registration;
    }

    private static UrlBasedCorsConfigurationSource allowing(ApiSettings.Cors origins) {
        CorsConfiguration cors = new CorsConfiguration();
        cors.setAllowedOrigins(origins.allowedOrigins());
        cors.setAllowedOriginPatterns(origins.allowedOriginPatterns());
        cors.setAllowedMethods(METHODS);
        cors.setAllowedHeaders(HEADERS);
        cors.setExposedHeaders(SHOWN);
        cors.setMaxAge(Duration.ofHours(1));
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/api/**", cors);
        return source;
    }
}
