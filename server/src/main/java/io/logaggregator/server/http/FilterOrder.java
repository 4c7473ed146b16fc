package io.logaggregator.server.http;

import jakarta.servlet.Filter;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.Ordered;

/** The filters, outermost first. */
public enum FilterOrder {
    REQUEST_ID(0),
    /** Before Spring Security asks for a key, since a browser's preflight request carries none. */
    CORS(1);

    private final int order;

    FilterOrder(int place) {
        order = Ordered.HIGHEST_PRECEDENCE + place;
    }

    /** Registers a filter for all paths, in its place. */
    public <F extends Filter> FilterRegistrationBean<F> register(F filter) {
        FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(order);
        return registration;
    }
}
