package io.logaggregator.server.http;

import jakarta.servlet.Filter;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.Ordered;

/** The filters, outermost first. */
public enum FilterOrder {
    REQUEST_ID(Ordered.HIGHEST_PRECEDENCE),
    /** Before whatever may refuse a request: refusals have these headers as well. */
    SECURITY_HEADERS(Ordered.HIGHEST_PRECEDENCE + 1),
    /** Before Spring Security asks for a key, since a browser's preflight request carries none. */
    CORS(Ordered.HIGHEST_PRECEDENCE + 2),
    /** After Spring Security, so that nothing is unpacked for strangers. */
    UNPACK(SecurityFilterProperties.DEFAULT_FILTER_ORDER + 1),
    ENTITY_TAGS(SecurityFilterProperties.DEFAULT_FILTER_ORDER + 2);

    private final int order;

    FilterOrder(int order) {
        this.order = order;
    }

    /** Registers a filter for all paths, in its place. */
    public <F extends Filter> FilterRegistrationBean<F> register(F filter) {
        FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(order);
        return registration;
    }
}
