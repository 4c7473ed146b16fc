package io.logaggregator.server.config;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/** The keys that the settings records have, in the form of application.yaml and as environment variables. */
final class KnownKeys {

    private static final String ROOT = "aggregator";

    /** Keys with one value. */
    private final TreeSet<String> single = new TreeSet<>();
    /** Keys whose value is a list or a map, and so may be followed by an index or a name. */
    private final TreeSet<String> open = new TreeSet<>();

    KnownKeys() {
        collect(ROOT, AggregatorSettings.class);
    }

    private void collect(String prefix, Class<?> settings) {
        for (RecordComponent component : settings.getRecordComponents()) {
            String key = prefix + '.' + DataObjectPropertyName.toDashedForm(component.getName());
            Class<?> type = component.getType();
            if (Map.class.isAssignableFrom(type) || Collection.class.isAssignableFrom(type)) {
                open.add(key);
            } else if (type.isRecord() && !hasTextForm(type)) {
                collect(key, type);
            } else {
                single.add(key);
            }
        }
    }

    /** Whether Spring makes it from one text, by its factory {@code of}. */
    private static boolean hasTextForm(Class<?> type) {
        return Stream.of(type.getMethods())
                .anyMatch(method -> method.getName().equals("of") && method.getParameterCount() == 1);
    }

    boolean hasKey(String key) {
        ConfigurationPropertyName name = ConfigurationPropertyName.adapt(key, '.');
        return Stream.concat(single.stream(), open.stream())
                        .anyMatch(known -> ConfigurationPropertyName.of(known).equals(name))
                || open.stream()
                        .anyMatch(known -> ConfigurationPropertyName.of(known).isAncestorOf(name));
    }

    /** Spring finds a variable whether the dashes of its key were left out or became underscores. */
    boolean hasVariable(String variable) {
        String name = variable.toUpperCase(Locale.ROOT);
        return Stream.concat(single.stream(), open.stream())
                        .flatMap(KnownKeys::variables)
                        .anyMatch(name::equals)
                || open.stream().flatMap(KnownKeys::variables).anyMatch(known -> name.startsWith(known + '_'));
    }

    private static Stream<String> variables(String key) {
        String name = key.replace('.', '_').toUpperCase(Locale.ROOT);
        return Stream.of(name.replace("-", ""), name.replace('-', '_'));
    }

    /** The keys of the section in which a key would be: what its writer may have meant. */
    String inSectionOf(String key) {
        for (String section = parent(key); ; section = parent(section)) {
            String prefix = section + '.';
            String keys = String.join(
                    ", ",
                    Stream.concat(single.stream(), open.stream())
                            .filter(known -> known.startsWith(prefix))
                            .sorted()
                            .toList());
            if (!keys.isEmpty() || section.equals(ROOT)) {
                return keys;
            }
        }
    }

    private static String parent(String key) {
        int dot = key.lastIndexOf('.');
        return dot < 0 ? ROOT : key.substring(0, dot);
    }
}
