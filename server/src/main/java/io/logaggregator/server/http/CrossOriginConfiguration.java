package io.logaggregator.server.http;

import io.logaggregator.server.settings.ApiSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/** Cross-origin access to the API: allowed origins, methods and headers. */
@Configuration(proxyBeanMethods = false)
class CrossOriginConfiguration {

    /** The methods of the routes. Each route with GET also has HEAD. */
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

    private static final List<String> HEADERS = List.of(
            "Authorization",
            "Content-Encoding",
            "Content-Type",
            "If-None-Match",
            "Last-Event-ID",
            "X-API-Key",
            RequestIdFilter.HEADER);

    private static final List<String> EXPOSED =
            List.of("ETag", "Location", "RateLimit", "RateLimit-Policy", "Retry-After", RequestIdFilter.HEADER);

    @Bean
    FilterRegistrationBean<CorsFilter> corsFilter(ApiSettings settings) {
        CorsFilter filter = new CorsFilter(allowing(settings.cors()));
        filter.setCorsProcessor(new ExplainingCorsProcessor());
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
        cors.setExposedHeaders(EXPOSED);
        cors.setMaxAge(Duration.ofHours(1));
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/api/**", cors);
        return source;
    }

    /** States in problem details why a cross-origin request is rejected; browsers show them to developers. */
    private static final class ExplainingCorsProcessor extends DefaultCorsProcessor {

        @Override
        protected boolean handleInternal(
                ServerHttpRequest request, ServerHttpResponse response, CorsConfiguration allowed, boolean preflight)
                throws IOException {
            HttpHeaders requestHeaders = request.getHeaders();
            if (allowed.checkOrigin(requestHeaders.getOrigin()) == null) {
                throw rejection(HttpHeaders.ORIGIN, requestHeaders.getOrigin(), "an origin that the settings allow");
            }
            HttpMethod method = preflight ? requestHeaders.getAccessControlRequestMethod() : request.getMethod();
            if (allowed.checkHttpMethod(method) == null) {
                throw rejection(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD, method, oneOf(allowed.getAllowedMethods()));
            }
            List<String> headers = requestHeaders.getAccessControlRequestHeaders();
            if (preflight && allowed.checkHeaders(headers) == null) {
                throw rejection(
                        HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS, headers, oneOf(allowed.getAllowedHeaders()));
            }
            return super.handleInternal(request, response, allowed, preflight);
        }

        /** Called for a malformed origin only. */
        @Override
        protected void rejectRequest(ServerHttpResponse response) {
            throw rejection(HttpHeaders.ORIGIN, "malformed", "scheme, host and port");
        }

        private static String oneOf(@Nullable List<String> allowed) {
            return "one of " + (allowed == null ? "none" : String.join(", ", allowed));
        }

        private static ErrorResponseException rejection(String header, @Nullable Object value, String expected) {
            ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                    HttpStatus.FORBIDDEN, header + ": " + value + " (expected: " + expected + ")");
            return new ErrorResponseException(HttpStatus.FORBIDDEN, problem, null);
        }
    }
}
