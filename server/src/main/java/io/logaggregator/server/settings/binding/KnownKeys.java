package io.logaggregator.server.settings.binding;

import io.logaggregator.server.settings.AggregatorSettings;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
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
import org.springframework.core.ResolvableType;

/** The keys of the settings records, and their environment variables. */
final class KnownKeys {

    private static final String ROOT = "aggregator";
    /** The index of any list element. */
    private static final String ELEMENT = "[0]";

    /** Renamed keys, without the prefix. */
    private static final Map<String, String> RENAMED = Map.ofEntries(
            Map.entry("queue.kafka.topics", "queue.topics"),
            Map.entry("ingest.batch-messages", "ingest.max-batch-messages"),
            Map.entry("ingest.batch-bytes", "ingest.max-batch-bytes"),
            Map.entry("alerts.webhook.attempts", "alerts.webhook.max-attempts"),
            Map.entry("alerts.webhook.first-retry", "alerts.webhook.initial-backoff"),
            Map.entry("alerts.webhook.longest-retry", "alerts.webhook.max-backoff"),
            Map.entry("api.max-span", "api.max-time-range"),
            Map.entry("tail.max-viewers", "tail.max-clients"),
            Map.entry("tail.buffer", "tail.max-buffer-size"),
            Map.entry("tail.heartbeat", "tail.heartbeat-interval"),
            Map.entry("export.at-a-time", "export.max-concurrent"),
            Map.entry("canary.late-after", "canary.late-timeout"),
            Map.entry("canary.missing-after", "canary.missing-timeout"),
            Map.entry("security.session.lifetime", "security.session.max-lifetime"));

    /** Keys with a single value. */
    private final TreeSet<String> single = new TreeSet<>();
    /** Keys of lists and maps, which an index or a name may follow. */
    private final TreeSet<String> open = new TreeSet<>();
    /** Keys outside of list elements, with the types of their values. */
    private final Map<String, ResolvableType> types = new LinkedHashMap<>();

    KnownKeys() {
        collect(ROOT, AggregatorSettings.class);
    }

    private void collect(String prefix, Class<?> settings) {
        for (RecordComponent component : settings.getRecordComponents()) {
            String key = prefix + '.' + nameOf(component);
            Class<?> type = component.getType();
            Optional<Class<?>> element = elementWithKeys(component);
            if (!prefix.contains(ELEMENT) && !isSection(component)) {
                types.put(key, ResolvableType.forType(component.getGenericType()));
            }
            if (element.isPresent()) {
                single.add(key);
                collect(key + ELEMENT, element.get());
            } else if (Map.class.isAssignableFrom(type) || Collection.class.isAssignableFrom(type)) {
                open.add(key);
            } else if (isSection(component)) {
                collect(key, type);
            } else {
                single.add(key);
            }
        }
    }

    private static boolean isSection(RecordComponent component) {
        return component.getType().isRecord() && !hasTextForm(component.getType());
    }

    private static String nameOf(RecordComponent component) {
        return Stream.of(component.getDeclaringRecord().getDeclaredFields())
                .filter(field -> field.getName().equals(component.getName()))
                .flatMap(field -> Stream.of(field.getAnnotationsByType(Name.class)))
                .map(Name::value)
                .findFirst()
                .orElseGet(() -> DataObjectPropertyName.toDashedForm(component.getName()));
    }

    /** The type of the elements of a list, if they have keys. */
    private static Optional<Class<?>> elementWithKeys(RecordComponent component) {
        return component.getType() == List.class
                        && component.getGenericType() instanceof ParameterizedType list
                        && list.getActualTypeArguments()[0] instanceof Class<?> element
                        && element.isRecord()
                        && !hasTextForm(element)
                ? Optional.of(element)
                : Optional.empty();
    }

    /** Whether Spring converts text to this type, by its factory {@code of}. */
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

    /** Accepts both forms that Spring binds: the dashes of a key removed, or replaced by underscores. */
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

    /** The keys and sections beside a key, as alternatives for an unknown one. */
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

    private Stream<String> in(String section) {
        return Stream.concat(single.stream(), open.stream()).filter(key -> key.startsWith(section + '.'));
    }

    private static String parent(String key) {
        int dot = key.lastIndexOf('.');
        return dot < 0 ? ROOT : key.substring(0, dot);
    }

    /** The new name of a key or of one of its elements. */
    static Optional<String> newNameOf(String key) {
        ConfigurationPropertyName name = ConfigurationPropertyName.adapt(key, '.');
        return RENAMED.entrySet().stream()
                .filter(renamed -> {
                    ConfigurationPropertyName old = ConfigurationPropertyName.of(ROOT + '.' + renamed.getKey());
                    return old.equals(name) || old.isAncestorOf(name);
                })
                .map(renamed -> ROOT + '.' + renamed.getValue())
                .findFirst();
    }

    /** The new name of an environment variable. */
    static Optional<String> newNameOfVariable(String variable) {
        String name = variable.toUpperCase(Locale.ROOT);
        return RENAMED.entrySet().stream()
                .filter(renamed -> variables(ROOT + '.' + renamed.getKey())
                        .anyMatch(old -> name.equals(old) || name.startsWith(old + '_')))
                .map(renamed ->
                        variables(ROOT + '.' + renamed.getValue()).toList().getLast())
                .findFirst();
    }

    /** The keys outside of list elements, with the types of their values. */
    Map<String, ResolvableType> types() {
        return Collections.unmodifiableMap(types);
    }
}
