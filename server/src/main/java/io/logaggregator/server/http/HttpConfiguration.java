package io.logaggregator.server.http;

import io.logaggregator.gateways.Gateways;
import io.logaggregator.server.overload.MemoryBudgets;
import io.logaggregator.server.settings.ApiSettings;
import io.logaggregator.server.settings.GatewaySettings;
import io.logaggregator.server.settings.HttpSettings;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.InputStream;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** The filters of every request. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

    /** A body of a gateway has at most this share of the heap, since it is in memory twice while it is decompressed. */
    private static final int GATEWAY_BODY_SHARE = 16;

    @Bean
    FilterRegistrationBean<RequestIdFilter> requestIdFilter(
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        return FilterOrder.REQUEST_ID.register(new RequestIdFilter(problems));
    }

    @Bean
    FilterRegistrationBean<ResponseTimeoutFilter> responseTimeoutFilter(HttpSettings settings, MeterRegistry registry) {
        return FilterOrder.RESPONSE_TIMEOUT.register(new ResponseTimeoutFilter(settings.responseTimeout(), registry));
    }

    @Bean
    FilterRegistrationBean<RequestBodyFilter> requestBodyFilter(
            ApiSettings settings, GatewaySettings gateways, MemoryBudgets budgets) {
        return FilterOrder.REQUEST_BODY.register(new RequestBodyFilter(
                budgets,
                settings.maxBodySize().toBytes(),
                Math.min(gateways.maxBodySize().toBytes(), Runtime.getRuntime().maxMemory() / GATEWAY_BODY_SHARE)));
    }

    @Bean
    Gateways gateways(GatewaySettings settings) {
        return new Gateways(settings.elasticsearchVersion());
    }

    @Bean
    FilterRegistrationBean<GatewayTarget.FindingFilter> gatewayTargetFilter(Gateways gateways) {
        return FilterOrder.GATEWAY_TARGET.register(new GatewayTarget.FindingFilter(gateways));
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

    /**
     * Adds an entity tag to responses about a single resource, and answers 304 if the caller already has it. Callers may
     * cache such a response privately, but must revalidate it.
     *
     * <p>The tags are weak, because they cover the content and not its compression. Other responses are not buffered for a
     * tag: they may be long, or endless.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3">RFC 9110, ETag</a>
     */
    static final class EntityTags extends ShallowEtagHeaderFilter {

        /** A resource by its id, or a host by its name. */
        private static final Pattern SINGLE_RESOURCE =
                Pattern.compile("/api/v1/(?:hosts/[^/]+|[a-z-]+/[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})");

        private static final String REVALIDATE = "no-cache, private";

        EntityTags() {
            setWriteWeakETag(true);
        }

        @Override
        protected boolean shouldNotFilter(HttpServletRequest request) {
            return !SINGLE_RESOURCE.matcher(request.getServletPath()).matches();
        }

        @Override
        protected boolean isEligibleForEtag(
                HttpServletRequest request, HttpServletResponse response, int status, InputStream body) {
            if (status == HttpStatus.OK.value()) {
                response.setHeader(HttpHeaders.CACHE_CONTROL, REVALIDATE);
            }
            return super.isEligibleForEtag(request, response, status, body);
        }
    }
}
