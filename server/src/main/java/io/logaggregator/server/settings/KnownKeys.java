package io.logaggregator.server.settings;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/** The keys that the settings records have, in the form of application.yaml and as environment variables. */
final class KnownKeys {

    private static final String ROOT = "aggregator";
    /** Stands for the index of any element. */
    private static final String ELEMENT = "[0]";

    /** Keys with one value. */
    private final TreeSet<String> single = new TreeSet<>();
    /** Keys whose value is a list or a map, and so may be followed by an index or a name. */
    private final TreeSet<String> open = new TreeSet<>();
    /** Those of them whose names are free. */
    private final TreeSet<String> maps = new TreeSet<>();

    KnownKeys() {
        collect(ROOT, AggregatorSettings.class);
    }

    private void collect(String prefix, Class<?> settings) {
        for (RecordComponent component : settings.getRecordComponents()) {
            String key = prefix + '.' + nameOf(component);
            Class<?> type = component.getType();
            Optional<Class<?>> element = elementWithKeys(component);
            if (element.isPresent()) {
                single.add(key);
                collect(key + ELEMENT, element.get());
            } else if (Map.class.isAssignableFrom(type) || Collection.class.isAssignableFrom(type)) {
                open.add(key);
                if (Map.class.isAssignableFrom(type)) {
                    maps.add(key);
                }
            } else if (type.isRecord() && !hasTextForm(type)) {
                collect(key, type);
            } else {
                single.add(key);
            }
        }
    }

    private static String nameOf(RecordComponent component) {
        return Stream.of(component.getDeclaringRecord().getDeclaredFields())
                .filter(field -> field.getName().equals(component.getName()))
                .flatMap(field -> Stream.of(field.getAnnotationsByType(Name.class)))
                .map(Name::value)
                .findFirst()
                .orElseGet(() -> DataObjectPropertyName.toDashedForm(component.getName()));
    }

    /** What the elements of a list are, if they have keys of their own. */
    private static Optional<Class<?>> elementWithKeys(RecordComponent component) {
        return component.getType() == List.class
                        && component.getGenericType() instanceof ParameterizedType list
                        && list.getActualTypeArguments()[0] instanceof Class<?> element
                        && element.isRecord()
                        && !hasTextForm(element)
                ? Optional.of(element)
                : Optional.empty();
    }

    /** Whether Spring makes it from one text, by its factory {@code of}. */
    private static boolean hasTextForm(Class<?> type) {
        return Stream.of(type.getMethods())
                .anyMatch(method -> method.getName().equals("of") && method.getParameterCount() == 1);
    }

    boolean hasKey(String key) {
        ConfigurationPropertyName name = ConfigurationPropertyName.adapt(key.replaceAll("\\[\\d+]", ELEMENT), '.');
        return Stream.concat(single.stream(), open.stream())
                        .anyMatch(known -> ConfigurationPropertyName.of(known).equals(name))
                || open.stream()
                        .anyMatch(known -> ConfigurationPropertyName.of(known).isAncestorOf(name));
    }

    /** Spring finds a variable whether the dashes of its key were left out or became underscores. */
    boolean hasVariable(String variable) {
        String name = variable.toUpperCase(Locale.ROOT).replaceAll("_\\d+(?=_|$)", "_0");
        return Stream.concat(single.stream(), open.stream())
                        .flatMap(KnownKeys::variables)
                        .anyMatch(name::equals)
                || open.stream().flatMap(KnownKeys::variables).anyMatch(known -> name.startsWith(known + '_'));
    }

    private static Stream<String> variables(String key) {
        String name = key.replace('.', '_').replace(ELEMENT, "_0").toUpperCase(Locale.ROOT);
        return Stream.of(name.replace("-", ""), name.replace('-', '_'));
    }

    /** The keys of the section in which a key would be, and the sections in it: what its writer may have meant. */
    String inSectionOf(String key) {
        String section = parent(key.replaceAll("\\[\\d+]", ELEMENT));
        while (in(section).findAny().isEmpty()) {
            section = parent(section);
        }
        int below = section.length() + 1;
        return in(section)
                .map(known ->
                        known.indexOf('.', below) < 0 ? known : known.substring(0, known.indexOf('.', below)) + ".*")
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** Whether a text can be its whole value: of a list, but not of its elements, nor of a map. */
    boolean hasText(String key) {
        return hasKey(key) && !key.contains("[") && !maps.contains(key);
    }

    /** All keys below a section. */
    Stream<String> in(String section) {
        return Stream.concat(single.stream(), open.stream()).filter(key -> key.startsWith(section + '.'));
    }

    private static String parent(String key) {
        int dot = key.lastIndexOf('.');
        return dot < 0 ? ROOT : key.substring(0, dot);
    }
}
