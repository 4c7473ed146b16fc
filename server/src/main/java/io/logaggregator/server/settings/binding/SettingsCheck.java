package io.logaggregator.server.settings.binding;

import io.logaggregator.core.common.DurationText;
import io.logaggregator.server.settings.AggregatorSettings;
import io.logaggregator.server.settings.values.InvalidSettingException;
import io.logaggregator.server.settings.values.SelfChecked;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.unit.DataSize;

/**
 * Binds and validates the settings below {@code aggregator}, and reports all errors at once. Spring's binder stops at the
 * first value that it cannot convert; therefore invalid values are replaced by their defaults while it binds.
 */
public final class SettingsCheck {

    private static final String ROOT = "aggregator";
    private static final ClassPathResource DEFAULTS = new ClassPathResource("application.yaml");

    private final ConfigurableEnvironment environment;
    private final List<ConfigurationPropertySource> sources;
    private final List<ConfigurationPropertySource> defaults;
    private final KnownKeys known = new KnownKeys();
    private final Map<String, SettingError> errors = new LinkedHashMap<>();
    private @Nullable AggregatorSettings settings;

    /**
     * An invalid setting.
     *
     * @param key as in application.yaml; the name of an environment variable or system property that belongs to no key
     * @param text key, value unless it may be a secret, and expectation
     * @param origin where it was set; blank for a default
     */
    public record SettingError(String key, String text, String origin) {

        /** Whether the error concerns this section or a key in it. */
        public boolean isIn(String section) {
            return key.equals(section) || key.startsWith(section + '.');
        }

        @Override
        public String toString() {
            return origin.isEmpty() ? text : text + ", origin: " + origin;
        }
    }

    private SettingsCheck(ConfigurableEnvironment environment) {
        this.environment = environment;
        sources = list(ConfigurationPropertySources.from(environment.getPropertySources()));
        try {
            defaults =
                    list(ConfigurationPropertySources.from(new YamlPropertySourceLoader().load("defaults", DEFAULTS)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> List<T> list(Iterable<T> items) {
        return StreamSupport.stream(items.spliterator(), false).toList();
    }

    public static SettingsCheck of(ConfigurableEnvironment environment) {
        SettingsCheck check = new SettingsCheck(environment);
        check.bind();
        return check;
    }

    /** All errors: unknown keys first, then invalid values. */
    public List<SettingError> errors() {
        List<SettingError> all = new ArrayList<>(new UnknownKeys(environment, known).find());
        all.addAll(errors.values());
        return all;
    }

    /** The settings, of which sections with errors must not be used; empty if they could not be bound. */
    public Optional<AggregatorSettings> settings() {
        return Optional.ofNullable(settings);
    }

    /**
     * The settings without errors.
     *
     * @throws InvalidSettingException with all errors
     */
    public AggregatorSettings require() {
        List<SettingError> all = errors();
        if (all.isEmpty() && settings != null) {
            return settings;
        }
        throw new InvalidSettingException(
                all.stream().map(SettingError::toString).collect(Collectors.joining(System.lineSeparator())), null);
    }

    private void bind() {
        try {
            settings = binder(sources).bindOrCreate(ROOT, Bindable.of(AggregatorSettings.class), new Replacement());
            validate(settings);
        } catch (BindException e) {
            String key = e.getName().toString();
            add(key, key + ": invalid (" + causes(e).reduce((_, last) -> last).orElse(e) + ")");
        }
    }

    private Binder binder(List<ConfigurationPropertySource> of) {
        return new Binder(of, new PropertySourcesPlaceholdersResolver(environment));
    }

    /** Records invalid values, and replaces them by their defaults. */
    private final class Replacement implements BindHandler {

        @Override
        public <T> Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
            String fallback = valueOf(property(defaults, name));
            if (!fallback.isBlank()
                    && property(sources, name).isPresent()
                    && valueOf(property(sources, name)).isBlank()) {
                throw new InvalidSettingException(
                        name + ": no value (expected: a value, for example " + fallback + ")", null);
            }
            return target;
        }

        @Override
        public Object onSuccess(
                ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
            if (result instanceof SelfChecked section) {
                section.check(message -> {
                    String text = name + "." + message;
                    add(text.split(": ", 2)[0], text);
                });
            }
            return result;
        }

        @Override
        public @Nullable Object onFailure(
                ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error)
                throws Exception {
            if (KnownKeys.isSection(target.getType())) {
                throw error;
            }
            if (error instanceof UnboundConfigurationPropertiesException unbound) {
                addGap(unbound);
            } else {
                add(name, target.getType(), error);
            }
            return binder(defaults).bind(name, target).orElse(null);
        }
    }

    /** Unknown keys, which an element may consist of, are reported by {@link UnknownKeys}. */
    private void addGap(UnboundConfigurationPropertiesException failure) {
        String key = failure.getUnboundProperties().iterator().next().getName().toString();
        if (known.hasKey(key)) {
            add(key, key + ": no element before it (expected: indexes from 0, without gaps)");
        }
    }

    private void add(ConfigurationPropertyName name, ResolvableType type, Exception failure) {
        String text = causes(failure)
                .filter(InvalidSettingException.class::isInstance)
                .map(Throwable::getMessage)
                .findFirst()
                .orElseGet(
                        () -> name + ": " + valueOf(property(sources, name)) + " (expected: " + expected(type) + ")");
        add(name.toString(), text);
    }

    private static String expected(ResolvableType type) {
        Class<?> raw = type.toClass();
        if (raw == int.class || raw == long.class) {
            return "a whole number";
        }
        if (raw == double.class) {
            return "a number";
        }
        if (raw == boolean.class) {
            return "true or false";
        }
        if (raw == Duration.class) {
            return DurationText.EXPECTED;
        }
        if (raw == DataSize.class) {
            return "a size, for example 16MB";
        }
        if (raw == ZoneId.class) {
            return "a time zone, for example UTC or Europe/Berlin";
        }
        return raw.isEnum()
                ? "one of "
                        + Arrays.stream(raw.getEnumConstants())
                                .map(String::valueOf)
                                .collect(Collectors.joining(", "))
                : "the keys below it as in application.yaml";
    }

    private void validate(AggregatorSettings bound) {
        try (ValidatorFactory factory = Validation.byDefaultProvider()
                .configure()
                .messageInterpolator(new ParameterMessageInterpolator())
                .buildValidatorFactory()) {
            factory.getValidator().validate(bound).forEach(this::add);
        }
    }

    private void add(ConstraintViolation<AggregatorSettings> violation) {
        String path = violation.getPropertyPath().toString().replaceAll("\\[([a-z][^\\]]*)]", ".$1");
        String key = Arrays.stream(path.split("\\."))
                .map(name -> '.' + DataObjectPropertyName.toDashedForm(name))
                .collect(Collectors.joining("", ROOT, ""));
        add(key, key + ": " + shown(key, violation.getInvalidValue()) + " (expected: " + violation.getMessage() + ")");
    }

    /** As it was set. Keys of secrets have no constraint that shows their value. */
    private String shown(String key, Object value) {
        String text = property(sources, ConfigurationPropertyName.of(key))
                .map(property -> environment.resolvePlaceholders(String.valueOf(property.getValue())))
                .orElseGet(() -> String.valueOf(value));
        return text.isBlank() ? "no value" : text;
    }

    private void add(String key, String text) {
        String origin = property(sources, ConfigurationPropertyName.adapt(key, '.'))
                .map(ConfigurationProperty::getOrigin)
                .map(Object::toString)
                .filter(description -> !description.startsWith(DEFAULTS.getDescription()))
                .orElse("");
        errors.putIfAbsent(key, new SettingError(key, text, origin));
    }

    private static Optional<ConfigurationProperty> property(
            List<ConfigurationPropertySource> sources, ConfigurationPropertyName name) {
        return sources.stream()
                .flatMap(source -> Stream.ofNullable(source.getConfigurationProperty(name)))
                .findFirst();
    }

    private static String valueOf(Optional<ConfigurationProperty> property) {
        return property.map(found -> String.valueOf(found.getValue())).orElse("");
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }
}
