package io.logaggregator.server.parameter;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/** Which parameters the routes take. Thread-safe. */
@Component
public final class RouteParameters {

    private final ConfigurableBeanFactory settings;
    private final Map<Method, Map<String, Parameter>> routes = new ConcurrentHashMap<>();

    RouteParameters(ConfigurableBeanFactory settings) {
        this.settings = settings;
    }

    /** The parameters of a route by name, those that stand beside it first. */
    public Map<String, Parameter> of(HandlerMethod route) {
        return routes.computeIfAbsent(route.getMethod(), this::read);
    }

    private Map<String, Parameter> read(Method handler) {
        Map<String, Parameter> taken = new LinkedHashMap<>();
        Arrays.stream(handler.getAnnotations())
                .flatMap(annotation -> MergedAnnotations.from(annotation).stream(Takes.class))
                .map(MergedAnnotation::synthesize)
                .map(takes -> Parameter.of(takes, this::filledIn))
                .forEach(parameter -> taken.put(parameter.name(), parameter));
        return Collections.unmodifiableMap(taken);
    }

    private String filledIn(String text) {
        return Objects.requireNonNull(settings.resolveEmbeddedValue(text));
    }
}
