package io.logaggregator.server.settings.binding;

import io.logaggregator.core.common.DurationText;
import io.logaggregator.server.settings.AggregatorSettings;
import io.logaggregator.server.settings.values.InvalidSettingException;
import io.logaggregator.server.settings.values.SelfChecked.Errors;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hibernate.validator.engine.HibernateConstraintViolation;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.unit.DataSize;

/**
 * Binds and validates the settings below {@code aggregator}, and reports all errors at once. Spring's binder stops at the
 * first value that it cannot convert; therefore each key is bound alone first, and invalid ones are replaced by their
 * defaults.
 */
public final class SettingsCheck {

    private static final String ROOT = "aggregator";
    private static final ClassPathResource DEFAULTS = new ClassPathResource("application.yaml");

    private final ConfigurableEnvironment environment;
    private final KnownKeys known = new KnownKeys();
    private final List<PropertySource<?>> defaults;
    private final Map<String, SettingError> errors = new LinkedHashMap<>();
    private @Nullable AggregatorSettings settings;

    private SettingsCheck(ConfigurableEnvironment environment) {
        this.environment = environment;
        try {
            defaults = new YamlPropertySourceLoader().load("defaults", DEFAULTS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        MapConfigurationPropertySource replaced = new MapConfigurationPropertySource();
        Binder binder = binder(Stream.empty());
        known.types().forEach((key, type) -> {
            if (!isValid(binder, key, type)) {
                replaced.put(key, defaultOf(key));
            }
        });
        try {
            settings = binder(Stream.of(replaced)).bindOrCreate(ROOT, AggregatorSettings.class);
            validate(settings);
        } catch (BindException e) {
            String key = e.getName().toString();
            add(key, key + ": invalid (" + causes(e).reduce((_, last) -> last).orElse(e) + ")");
        }
    }

    private Binder binder(Stream<ConfigurationPropertySource> first) {
        return new Binder(
                Stream.concat(first, sources()).toList(), new PropertySourcesPlaceholdersResolver(environment));
    }

    private Stream<ConfigurationPropertySource> sources() {
        return StreamSupport.stream(
                ConfigurationPropertySources.from(environment.getPropertySources())
                        .spliterator(),
                false);
    }

    private boolean isValid(Binder binder, String key, ResolvableType type) {
        String fallback = defaultOf(key);
        if (!fallback.isBlank() && property(key).filter(SettingsCheck::isBlank).isPresent()) {
            add(key, key + ": no value (expected: a value, for example " + fallback + ")");
            return false;
        }
        try {
            var _ = binder.bind(key, Bindable.of(type));
            return true;
        } catch (BindException e) {
            addUnlessUnknown(e, key, type);
            return false;
        }
    }

    private static boolean isBlank(ConfigurationProperty property) {
        return property.getValue().toString().isBlank();
    }

    /** Unknown keys in the elements of a list are reported by {@link UnknownKeys}. */
    private void addUnlessUnknown(BindException failure, String key, ResolvableType type) {
        if (failure.getCause() instanceof UnboundConfigurationPropertiesException) {
            return;
        }
        Optional<String> message = causes(failure)
                .filter(InvalidSettingException.class::isInstance)
                .map(Throwable::getMessage)
                .findFirst();
        String name = failure.getName().toString();
        ConfigurationProperty property = failure.getProperty();
        add(
                name,
                message.orElseGet(() -> name + ": " + (property == null ? "" : property.getValue()) + " (expected: "
                        + expected(name.equals(key) ? type : failure.getTarget().getType())
                        + ")"));
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
        String path = Arrays.stream(violation.getPropertyPath().toString().split("\\."))
                .filter(name -> !name.isEmpty())
                .map(name -> '.' + DataObjectPropertyName.toDashedForm(name))
                .collect(Collectors.joining("", ROOT, ""));
        Errors several = violation.unwrap(HibernateConstraintViolation.class).getDynamicPayload(Errors.class)
                        instanceof Errors errors
                ? errors
                : new Errors(List.of());
        several.messages().forEach(message -> {
            String text = path + '.' + message;
            add(text.split(": ", 2)[0], text);
        });
        if (several.messages().isEmpty()) {
            add(
                    path,
                    path + ": " + shown(path, violation.getInvalidValue()) + " (expected: " + violation.getMessage()
                            + ")");
        }
    }

    /** As it was set. Keys of secrets have no constraint that shows their value. */
    private String shown(String key, Object value) {
        String text = property(key)
                .map(property -> String.valueOf(property.getValue()))
                .map(environment::resolvePlaceholders)
                .orElseGet(() -> String.valueOf(value));
        return text.isBlank() ? "no value" : text;
    }

    private void add(String key, String text) {
        String origin = property(key)
                .map(ConfigurationProperty::getOrigin)
                .map(Object::toString)
                .filter(description -> !description.startsWith(DEFAULTS.getDescription()))
                .orElse("");
        errors.putIfAbsent(key, new SettingError(key, text, origin));
    }

    private Optional<ConfigurationProperty> property(String key) {
        ConfigurationPropertyName name = ConfigurationPropertyName.adapt(key, '.');
        return sources()
                .flatMap(source -> Stream.ofNullable(source.getConfigurationProperty(name)))
                .findFirst();
    }

    /** Blank if there is none. */
    private String defaultOf(String key) {
        return defaults.stream()
                .map(document -> document.getProperty(key))
                .filter(Objects::nonNull)
                .map(Object::toString)
                .findFirst()
                .orElse("");
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }
}
