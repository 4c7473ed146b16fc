package io.logaggregator.server.http;

import jakarta.servlet.Filter;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.Ordered;

/** The order of the filters, outermost first. */
public enum FilterOrder {
    REQUEST_ID(Ordered.HIGHEST_PRECEDENCE),
    /** Before all filters that may write. */
    RESPONSE_TIMEOUT(Ordered.HIGHEST_PRECEDENCE + 1),
    /** Before all filters that may reject a request, so that error responses have these headers, too. */
    SECURITY_HEADERS(Ordered.HIGHEST_PRECEDENCE + 2),
    /** Before Spring Security, because the preflight request of a browser has no key. */
    CORS(Ordered.HIGHEST_PRECEDENCE + 3),
    /** Before Spring Security, because the path decides which forms of credentials are accepted. */
    GATEWAY_TARGET(Ordered.HIGHEST_PRECEDENCE + 4),
    /** After Spring Security, so that memory is accounted to a key, and anonymous bodies are not read. */
    REQUEST_BODY(SecurityFilterProperties.DEFAULT_FILTER_ORDER + 1),
    /** Responds to requests of other protocols, instead of the routes. */
    GATEWAY(SecurityFilterProperties.DEFAULT_FILTER_ORDER + 2),
    ENTITY_TAGS(SecurityFilterProperties.DEFAULT_FILTER_ORDER + 3);

    private final int order;

    FilterOrder(int order) {
        this.order = order;
    }

    /** Registers a filter for all paths in this order. */
    public <F extends Filter> FilterRegistrationBean<F> register(F filter) {
        FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(order);
        return registration;
    }
}
