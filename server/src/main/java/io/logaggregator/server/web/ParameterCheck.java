package io.logaggregator.server.web;

import io.logaggregator.server.json.UnreadableBody;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
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
public class ParameterCheck implements WebMvcConfigurer, HandlerInterceptor {

    /** Maximum number of values of a repeated parameter. */
    public static final int MAX_VALUES = 100;

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

    /**
     * The query parameters that a route declares, by name: those of {@code @RequestParam}, the components of
     * {@code @ModelAttribute} records, and those of a {@link TimeRange}.
     *
     * @param elements the type of the values of a repeatable parameter; {@code void} for others
     */
    private record RouteParameters(Map<String, Class<?>> elements) {

        static RouteParameters of(HandlerMethod route) {
            Map<String, Class<?>> elements = new TreeMap<>();
            for (MethodParameter parameter : route.getMethodParameters()) {
                if (parameter.hasParameterAnnotation(RequestParam.class)) {
                    elements.put(
                            String.valueOf(parameter.getParameter().getName()),
                            elementOf(ResolvableType.forMethodParameter(parameter)));
                } else if (parameter.hasParameterAnnotation(ModelAttribute.class)) {
                    for (RecordComponent component :
                            parameter.getParameterType().getRecordComponents()) {
                        elements.put(
                                component.getName(), elementOf(ResolvableType.forType(component.getGenericType())));
                    }
                } else if (parameter.getParameterType() == TimeRange.class) {
                    elements.put(TimeRange.FROM, void.class);
                    elements.put(TimeRange.TO, void.class);
                }
            }
            return new RouteParameters(elements);
        }

        private static Class<?> elementOf(ResolvableType type) {
            return type.asCollection().getGeneric().resolve(void.class);
        }

        /**
         * Rejects values that the declaration does not permit.
         *
         * @throws ProblemException naming the parameter
         */
        void check(String name, String... values) {
            Class<?> element = elements.get(name);
            if (element == null) {
                String declared = elements.isEmpty() ? "none here" : String.join(", ", elements.keySet());
                throw ProblemException.badRequest(
                        name + ": no such parameter (expected: " + declared + ")", Map.of("parameter", name));
            }
            String all = String.join(", ", values);
            if (all.indexOf('\0') >= 0) {
                throw ProblemException.invalidParameter(name, all.replace('\0', '\uFFFD'), "text without U+0000");
            }
            if (values.length > MAX_VALUES) {
                throw ProblemException.invalidParameter(name, values.length + " values", "at most " + MAX_VALUES);
            }
            if (values.length > 1 && element == void.class) {
                throw ProblemException.invalidParameter(name, all, "one value");
            }
            if (element.isEnum() && Stream.of(values).anyMatch(RouteParameters::hasBlankName)) {
                throw ProblemException.invalidParameter(name, all, UnreadableBody.names(element));
            }
        }

        private static boolean hasBlankName(String value) {
            return !value.isEmpty() && Stream.of(value.split(",", -1)).anyMatch(String::isBlank);
        }
    }
}
