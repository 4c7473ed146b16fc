package io.logaggregator.server.web;

import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;

/**
 * The query parameters that a route declares, by name: those of {@code @RequestParam}, the components of
 * {@code @ModelAttribute} records, and those of a {@link TimeRange}.
 *
 * @param elements the type of the values of a repeatable parameter; {@code void} for others
 */
public record RouteParameters(Map<String, Class<?>> elements) {

    /** Maximum number of values of a repeated parameter. */
    public static final int MAX_VALUES = 100;

    static RouteParameters of(HandlerMethod route) {
        Map<String, Class<?>> elements = new TreeMap<>();
        for (MethodParameter parameter : route.getMethodParameters()) {
            if (parameter.hasParameterAnnotation(RequestParam.class)) {
                elements.put(
                        String.valueOf(parameter.getParameter().getName()),
                        elementOf(ResolvableType.forMethodParameter(parameter)));
            } else if (parameter.hasParameterAnnotation(ModelAttribute.class)) {
                for (RecordComponent component : parameter.getParameterType().getRecordComponents()) {
                    elements.put(component.getName(), elementOf(ResolvableType.forType(component.getGenericType())));
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
            throw ProblemException.invalidParameter(name, all, Conversions.names(element));
        }
    }

    private static boolean hasBlankName(String value) {
        return !value.isEmpty() && Stream.of(value.split(",", -1)).anyMatch(String::isBlank);
    }
}
