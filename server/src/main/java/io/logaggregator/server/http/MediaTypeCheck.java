package io.logaggregator.server.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses a body of no type in particular, on which Spring would fail, and refuses to change anything for who cannot read
 * the answer: Spring would do it first, and tell him no afterwards.
 */
@Configuration(proxyBeanMethods = false)
class MediaTypeCheck implements WebMvcConfigurer, HandlerInterceptor {

    /** Behind the checks of scopes and of parameters, whose refusals say more. */
    private static final int ORDER = 2;

    private static final List<MediaType> JSON = List.of(MediaType.APPLICATION_JSON);

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**").order(ORDER);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws HttpMediaTypeException {
        if (request.getMethod().equals(HttpMethod.GET.name()) || !(handler instanceof HandlerMethod route)) {
            return true;
        }
        Optional<MediaType> sent = contentType(request);
        if (sent.isPresent() && !sent.get().isConcrete()) {
            throw new HttpMediaTypeNotSupportedException(sent.get(), JSON);
        }
        if (!route.isVoid()) {
            AcceptedTypes.bestOf(JSON, request);
        }
        return true;
    }

    /** Empty where there is none, or none that can be read: that is for Spring to refuse. */
    private static Optional<MediaType> contentType(HttpServletRequest request) {
        try {
            return Optional.ofNullable(request.getContentType()).map(MediaType::parseMediaType);
        } catch (InvalidMediaTypeException e) {
            return Optional.empty();
        }
    }
}
