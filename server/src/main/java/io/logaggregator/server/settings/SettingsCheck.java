package io.logaggregator.server.settings;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Looks at everything that is set below {@code aggregator}, and tells all mistakes at once. Binding ends at the first; so
 * what was wrong is taken for its default, and it is bound again, until nothing is wrong any more.
 */
public final class SettingsCheck {

    private static final String ROOT = "aggregator";

    private final ConfigurableEnvironment environment;
    private final KnownKeys known = new KnownKeys();
    private final DefaultValues defaults = DefaultValues.read();
    private final MapConfigurationPropertySource corrected = new MapConfigurationPropertySource();
    private final Set<String> correctedKeys = new HashSet<>();
    private final Map<String, Mistake> wrong = new LinkedHashMap<>();
    private @Nullable AggregatorSettings settings;

    private SettingsCheck(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    public static SettingsCheck of(ConfigurableEnvironment environment) {
        SettingsCheck check = new SettingsCheck(environment);
        check.bind();
        return check;
    }

    /** All that is wrong: what is unknown first, then values in the order of their sections. */
    public List<Mistake> mistakes() {
        List<Mistake> all = new ArrayList<>(new UnknownKeys(environment, known).find());
        all.addAll(wrong.values());
        return all;
    }

    /** What was set, with defaults in the place of what is wrong; empty where not even that made sense. */
    public Optional<AggregatorSettings> settings() {
        return Optional.ofNullable(settings);
    }

    /**
     * Refuses settings with a mistake.
     *
     * @throws InvalidSettingException with all of them
     */
    public void require() {
        List<Mistake> mistakes = mistakes();
        if (!mistakes.isEmpty()) {
            throw InvalidSettingException.of(mistakes.stream()
                    .map(mistake -> new InvalidSettingException(mistake.toString(), null))
                    .toList());
        }
    }

    private void bind() {
        Binder binder = new Binder(sources(), new PropertySourcesPlaceholdersResolver(environment));
        boolean again = true;
        while (again) {
            try {
                settings =
                        binder.bind(ROOT, Bindable.of(AggregatorSettings.class)).orElse(null);
                again = false;
            } catch (BindException failure) {
                List<Mistake> found = mistakesIn(failure);
                found.forEach(mistake -> wrong.putIfAbsent(mistake.key(), mistake));
                again = correctAll(
                        found.isEmpty()
                                ? Stream.of(failure.getName().toString())
                                : found.stream().map(Mistake::key));
            }
        }
    }

    private List<ConfigurationPropertySource> sources() {
        return Stream.concat(
                        Stream.of(corrected),
                        StreamSupport.stream(
                                ConfigurationPropertySources.from(environment.getPropertySources())
                                        .spliterator(),
                                false))
                .toList();
    }

    /** None where elements of a list have unknown keys only: those are told by themselves. */
    private List<Mistake> mistakesIn(BindException failure) {
        if (failure.getCause() instanceof UnboundConfigurationPropertiesException) {
            return List.of();
        }
        Optional<InvalidSettingException> invalid = causes(failure)
                .filter(InvalidSettingException.class::isInstance)
                .map(InvalidSettingException.class::cast)
                .findFirst();
        if (invalid.isPresent()) {
            return invalid.get().all().stream()
                    .map(one -> mistake(one.key(), String.valueOf(one.getMessage())))
                    .toList();
        }
        String key = failure.getName().toString();
        ConfigurationProperty property = failure.getProperty();
        if (property != null && known.hasKey(key)) {
            return List.of(new Mistake(
                    key,
                    key + ": " + property.getValue() + " (expected: "
                            + ExpectedText.of(failure.getTarget().getType().toClass()) + ")",
                    PropertyOrigin.of(property.getOrigin())));
        }
        List<Mistake> blank = known.in(key)
                .filter(this::isBlankAndMayNotBe)
                .map(missing -> mistake(
                        missing, missing + ": nothing (expected: a value, for example " + defaults.of(missing) + ")"))
                .toList();
        return blank.isEmpty()
                ? List.of(mistake(
                        key,
                        key + ": makes no sense ("
                                + causes(failure).reduce((_, last) -> last).orElse(failure) + ")"))
                : blank;
    }

    /** Spring takes a blank text for none at all, where a value is no text. */
    private boolean isBlankAndMayNotBe(String key) {
        return find(key)
                        .map(property -> property.getValue().toString().isBlank())
                        .orElse(false)
                && !defaults.of(key).isBlank();
    }

    private Mistake mistake(String key, String text) {
        return new Mistake(
                key,
                text,
                find(key)
                        .map(ConfigurationProperty::getOrigin)
                        .filter(origin -> !DefaultValues.isOrigin(origin))
                        .map(PropertyOrigin::of)
                        .orElse(""));
    }

    private Optional<ConfigurationProperty> find(String key) {
        ConfigurationPropertyName name = ConfigurationPropertyName.adapt(key, '.');
        return StreamSupport.stream(
                        ConfigurationPropertySources.from(environment.getPropertySources())
                                .spliterator(),
                        false)
                .flatMap(source -> Stream.ofNullable(source.getConfigurationProperty(name)))
                .findFirst();
    }

    /** A list is set as a whole. */
    private boolean correctAll(Stream<String> keys) {
        List<String> settable =
                keys.map(key -> key.split("\\[", 2)[0]).distinct().toList();
        return settable.stream().map(this::correct).reduce(false, Boolean::logicalOr);
    }

    /** Where a key's default does not help, that of its whole section may. */
    private boolean correct(String key) {
        String section = key.substring(0, Math.max(0, key.lastIndexOf('.')));
        return correct(Stream.of(key)) || correct(known.in(key)) || correct(known.in(section));
    }

    private boolean correct(Stream<String> keys) {
        List<String> fresh =
                keys.filter(known::hasText).filter(correctedKeys::add).toList();
        fresh.forEach(key -> corrected.put(key, defaults.of(key)));
        return !fresh.isEmpty();
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }
}
