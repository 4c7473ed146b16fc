package io.logaggregator.server.settings.binding;

import io.logaggregator.server.settings.AggregatorSettings;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.ResolvableType;

/** The keys of the settings records, and their environment variables. */
final class KnownKeys {

    private static final String ROOT = "aggregator";
    /** The index of any list element. */
    private static final String ELEMENT = "[0]";
    /** Any name of a section in a map. */
    private static final String NAMED = "[*]";

    /** Renamed keys, without the prefix. */
    private static final Map<String, String> RENAMED = Map.ofEntries(
            Map.entry("queue.kafka.topics", "queue.topics"),
            Map.entry("ingest.batch-messages", "ingest.max-batch-messages"),
            Map.entry("ingest.batch-bytes", "ingest.max-batch-bytes"),
            Map.entry("alerts.webhook.allow-private-redirects", "alerts.webhook.allow-private-targets"),
            Map.entry("alerts.webhook.attempts", "alerts.webhook.give-up-after"),
            Map.entry("alerts.webhook.max-attempts", "alerts.webhook.give-up-after"),
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
    /** Keys of maps of sections. */
    private final TreeSet<String> named = new TreeSet<>();

    /** Binds no values, to see which keys Spring's binder looks up. */
    KnownKeys() {
        addAll(ROOT, Bindable.of(AggregatorSettings.class));
    }

    private void addAll(String section, Bindable<?> keys) {
        var _ = new Binder(_ -> null).bind(ConfigurationPropertyName.of(section), keys, new BindHandler() {
            @Override
            public <T> @Nullable Bindable<T> onStart(
                    ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
                return add(name.toString(), target.getType()) ? target : null;
            }
        });
    }

    /** Adds a key unless it is a section; returns whether keys are below it. */
    private boolean add(String key, ResolvableType type) {
        if (isSection(type)) {
            return true;
        }
        ResolvableType section = type.asMap().getGeneric(1);
        if (isSection(section)) {
            named.add(key);
            addAll(key + NAMED, Bindable.of(section));
            return false;
        }
        boolean hasSections = isSection(type.asCollection().getGeneric());
        boolean isOpen =
                Map.class.isAssignableFrom(type.toClass()) || Collection.class.isAssignableFrom(type.toClass());
        (isOpen && !hasSections ? open : single).add(key);
        return hasSections;
    }

    /** Whether a type has keys of its own. Spring converts text to other records, by their factory {@code of}. */
    static boolean isSection(ResolvableType type) {
        return type.toClass().isRecord()
                && Stream.of(type.toClass().getMethods())
                        .noneMatch(method -> method.getName().equals("of") && method.getParameterCount() == 1);
    }

    boolean hasKey(String key) {
        ConfigurationPropertyName name = ConfigurationPropertyName.of(general(key));
        return Stream.concat(single.stream(), open.stream())
                        .anyMatch(known -> ConfigurationPropertyName.of(known).equals(name))
                || open.stream()
                        .anyMatch(known -> ConfigurationPropertyName.of(known).isAncestorOf(name));
    }

    /** A key with any index and name in place of those of its sections. */
    private String general(String key) {
        ConfigurationPropertyName name = ConfigurationPropertyName.adapt(key.replaceAll("\\[\\d+]", ELEMENT), '.');
        return named.stream()
                .map(ConfigurationPropertyName::of)
                .filter(map -> map.isAncestorOf(name) && name.getNumberOfElements() > map.getNumberOfElements() + 1)
                .map(map -> map + NAMED + '.' + name.subName(map.getNumberOfElements() + 1))
                .findFirst()
                .orElseGet(name::toString);
    }

    /** Accepts both forms that Spring binds: the dashes of a key removed, or replaced by underscores. */
    boolean hasVariable(String variable) {
        String name = variable.toUpperCase(Locale.ROOT).replaceAll("_\\d+(?=_|$)", "_0");
        return Stream.concat(single.stream(), open.stream())
                        .flatMap(KnownKeys::variables)
                        .anyMatch(known -> matches(known, name))
                || open.stream()
                        .flatMap(KnownKeys::variables)
                        .anyMatch(known -> name.startsWith(known + '_') || matches(known + "_0", name));
    }

    private static boolean matches(String known, String name) {
        int any = known.indexOf(NAMED);
        return any < 0
                ? known.equals(name)
                : name.startsWith(known.substring(0, any) + '_')
                        && name.endsWith(known.substring(any + NAMED.length()))
                        && name.length() > known.length() - NAMED.length() + 1;
    }

    private static Stream<String> variables(String key) {
        String name = key.replace('.', '_').replace(ELEMENT, "_0").toUpperCase(Locale.ROOT);
        return Stream.of(name.replace("-", ""), name.replace('-', '_'));
    }

    /** The keys and sections beside a key, as alternatives for an unknown one. */
    String inSectionOf(String key) {
        String section = parent(general(key));
        while (in(section).findAny().isEmpty()) {
            section = parent(section);
        }
        int below = section.length() + 1;
        return in(section)
                .map(known ->
                        known.indexOf('.', below) < 0 ? known : known.substring(0, known.indexOf('.', below)) + ".*")
                .map(known -> known.replace(NAMED, ".*"))
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
}
