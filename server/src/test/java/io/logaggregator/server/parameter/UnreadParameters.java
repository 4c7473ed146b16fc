package io.logaggregator.server.parameter;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Watches a server for parameters that a route says it takes, and that its handler did not read though all went well. */
@Configuration(proxyBeanMethods = false)
public class UnreadParameters implements WebMvcConfigurer, HandlerInterceptor {

    private final Set<String> found = new ConcurrentSkipListSet<>();

    /** As {@code findLogs: host}. */
    public Set<String> found() {
        return found;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**").order(Integer.MAX_VALUE);
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        if (response.getStatus() == HttpServletResponse.SC_OK
                && handler instanceof HandlerMethod route
                && request.getAttribute(RequestParameters.class.getName()) instanceof RequestParameters parameters) {
            parameters.unread().forEach(name -> found.add(route.getMethod().getName() + ": " + name));
        }
    }
}
