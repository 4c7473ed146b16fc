package io.logaggregator.server.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.support.ExtendedServletRequestDataBinder;

/**
 * Rejects query parameters that the route does not declare: a misspelt filter would silently widen a search. Spring
 * ignores them, and binds headers to {@code @ModelAttribute} records.
 */
@Configuration(proxyBeanMethods = false)
@ControllerAdvice
class ParameterCheck implements WebMvcConfigurer, HandlerInterceptor {

    /** After the check of scopes: a caller without the scope learns nothing about parameters. */
    private static final int ORDER = 1;

    private final Map<Method, RouteParameters> routes = new ConcurrentHashMap<>();

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**").order(ORDER);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        // Without a query, the parameters are those of a form in the body.
        if (request.getDispatcherType() == DispatcherType.REQUEST
                && request.getQueryString() != null
                && handler instanceof HandlerMethod route) {
            RouteParameters declared = routes.computeIfAbsent(route.getMethod(), _ -> RouteParameters.of(route));
            request.getParameterMap().forEach(declared::check);
        }
        return true;
    }

    @InitBinder
    void bindNoHeaders(WebDataBinder binder) {
        if (binder instanceof ExtendedServletRequestDataBinder servletBinder) {
            servletBinder.setHeaderPredicate(_ -> false);
        }
    }
}
