package io.logaggregator.server.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The media types that the header {@code Accept} of a request names. */
public final class AcceptedTypes {

    private AcceptedTypes() {}

    /**
     * The offered type that the caller prefers; the first one if it has no preference.
     *
     * @throws HttpMediaTypeNotAcceptableException if the caller accepts none of them
     */
    public static MediaType bestOf(List<MediaType> offered, HttpServletRequest request)
            throws HttpMediaTypeNotAcceptableException {
        for (MediaType wanted : in(request)) {
            for (MediaType type : offered) {
                if (wanted.isCompatibleWith(type)) {
                    return type;
                }
            }
        }
        throw new HttpMediaTypeNotAcceptableException(offered);
    }

    /** By preference. A missing or malformed header accepts every type. */
    private static List<MediaType> in(HttpServletRequest request) {
        try {
            List<MediaType> types = MediaType.parseMediaTypes(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
            return types.isEmpty() ? List.of(MediaType.ALL) : byPreference(types);
        } catch (InvalidMediaTypeException e) {
            return List.of(MediaType.ALL);
        }
    }

    private static List<MediaType> byPreference(List<MediaType> types) {
        return types.stream()
                .filter(type -> type.getQualityValue() > 0)
                .sorted(Comparator.comparingDouble(MediaType::getQualityValue).reversed())
                .toList();
    }

    /**
     * Rejects a body with a wildcard type, on which Spring fails, and a change whose response the caller does not accept:
     * Spring would execute it first and answer 406 afterwards.
     */
    @Configuration(proxyBeanMethods = false)
    static class MediaTypeCheck implements WebMvcConfigurer, HandlerInterceptor {

        /** After the checks of scopes and parameters, whose errors are more specific. */
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

        /** Empty if missing or malformed: Spring rejects both. */
        private static Optional<MediaType> contentType(HttpServletRequest request) {
            try {
                return Optional.ofNullable(request.getContentType()).map(MediaType::parseMediaType);
            } catch (InvalidMediaTypeException e) {
                return Optional.empty();
            }
        }
    }
}
