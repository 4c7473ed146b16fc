package io.logaggregator.server.settings.binding;

import io.logaggregator.server.settings.binding.SettingsCheck.SettingError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Finds unknown and renamed keys in all property sources. Spring's binder does not detect them in environment variables,
 * system properties and list elements. Their values are not shown, since they may be secrets.
 */
final class UnknownKeys {

    /** Variables that Kubernetes sets for services with names that begin with "aggregator". */
    private static final Pattern OF_KUBERNETES =
            Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_\\d+_.*)?)");

    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("aggregator");

    private final ConfigurableEnvironment environment;
    private final KnownKeys known;

    UnknownKeys(ConfigurableEnvironment environment, KnownKeys known) {
        this.environment = environment;
        this.known = known;
    }

    List<SettingError> find() {
        List<SettingError> errors = new ArrayList<>(variables());
        errors.addAll(systemProperties());
        errors.addAll(keys());
        return errors;
    }

    private List<SettingError> variables() {
        return environment.getSystemEnvironment().keySet().stream()
                .filter(name -> name.startsWith("AGGREGATOR_"))
                .filter(name ->
                        !known.hasVariable(name) && !OF_KUBERNETES.matcher(name).matches())
                .sorted()
                .map(name -> unknown(name, "environment variable", KnownKeys.newNameOfVariable(name)))
                .toList();
    }

    private List<SettingError> systemProperties() {
        return environment.getSystemProperties().keySet().stream()
                .filter(name -> name.startsWith("aggregator.") && !known.hasKey(name))
                .sorted()
                .map(name -> unknown(name, "system property", KnownKeys.newNameOf(name)))
                .toList();
    }

    private static SettingError unknown(String name, String kind, Optional<String> newName) {
        String text = newName.map(expected -> name + ": renamed " + kind + " (expected: " + expected + ")")
                .orElse(name + ": unknown " + kind
                        + " (expected: the name of a key, for example AGGREGATOR_DATABASE_URL for "
                        + "aggregator.database.url)");
        return new SettingError(name, text, "");
    }

    private List<SettingError> keys() {
        return StreamSupport.stream(
                        ConfigurationPropertySources.from(environment.getPropertySources())
                                .spliterator(),
                        false)
                .filter(source -> !isSystemSource(source.getUnderlyingSource()))
                .filter(IterableConfigurationPropertySource.class::isInstance)
                .map(IterableConfigurationPropertySource.class::cast)
                .flatMap(this::keysOf)
                .distinct()
                .sorted(Comparator.comparing(SettingError::key))
                .toList();
    }

    /** Environment variables and system properties are checked by their original names. */
    private static boolean isSystemSource(@Nullable Object source) {
        return switch (source) {
            case SystemEnvironmentPropertySource _ -> true;
            case PropertySource<?> properties ->
                properties.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
            case null, default -> false;
        };
    }

    private Stream<SettingError> keysOf(IterableConfigurationPropertySource source) {
        return source.stream()
                .filter(ROOT::isAncestorOf)
                .filter(name -> !known.hasKey(name.toString()))
                .map(source::getConfigurationProperty)
                .filter(property -> property != null)
                .map(this::unknown);
    }

    private SettingError unknown(ConfigurationProperty property) {
        String key = property.getName().toString();
        String text = KnownKeys.newNameOf(key)
                .map(expected -> key + ": renamed key (expected: " + expected + ")")
                .orElseGet(() -> key + ": unknown key (expected: one of " + known.inSectionOf(key) + ")");
        return new SettingError(
                key,
                text,
                property.getOrigin() == null ? "" : property.getOrigin().toString());
    }
}
