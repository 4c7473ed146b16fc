package io.logaggregator.server.openapi;

import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.jackson.TypeNameResolver;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Names of schemas: {@code Log} for {@code LogView}, {@code LogPage} for {@code PageView<LogView>}. A nested type has the
 * name of its outer type as a prefix, so that names are unique.
 */
final class SchemaNames extends TypeNameResolver {

    private final Map<String, Class<?>> named = new HashMap<>();

    @Override
    protected String nameForClass(Class<?> type, Set<Options> options) {
        String name = nameOf(type);
        Class<?> other = named.putIfAbsent(name, type);
        if (other != null && other != type) {
            throw new IllegalStateException(name + ": " + type + " and " + other + " (expected: one type)");
        }
        return name;
    }

    private static String nameOf(Class<?> type) {
        String own = type.getSimpleName().replaceAll("(View|Controller|Service)$", "");
        Class<?> around = type.getEnclosingClass();
        String outer = around == null ? "" : nameOf(around);
        boolean itemOfOuter = outer.equals(own + "s");
        return own.startsWith(outer) || itemOfOuter ? own : outer + own;
    }

    @Override
    protected String nameForGenericType(JavaType type, Set<Options> options) {
        String of = nameForType(type.containedType(0), options);
        return switch (type.getRawClass().getSimpleName()) {
            case "PageView" -> of + "Page";
            case "ItemsView" -> of + "List";
            default -> super.nameForGenericType(type, options);
        };
    }
}
