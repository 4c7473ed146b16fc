package io.logaggregator.server.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Refuses to change anything for who cannot read the answer: Spring would do it first, and tell him no afterwards. */
@Configuration(proxyBeanMethods = false)
class AcceptCheck implements WebMvcConfigurer, HandlerInterceptor {

    /** Behind the checks of scopes and of parameters, whose refusals say more. */
    private static final int ORDER = 2;

    private static final List<MediaType> JSON = List.of(MediaType.APPLICATION_JSON);

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**").order(ORDER);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws HttpMediaTypeNotAcceptableException {
        boolean changes = !request.getMethod().equals(HttpMethod.GET.name());
        if (changes && handler instanceof HandlerMethod route && !route.isVoid()) {
            AcceptedTypes.bestOf(JSON, request);
        }
        return true;
    }
}
