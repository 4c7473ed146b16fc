package io.logaggregator.server.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
 * Finds what looks like a setting but is none, wherever it comes from. Spring would refuse some of them by itself, but
 * neither environment variables, nor system properties, nor what lies deeper within the elements of a list. Values are
 * never shown: what is unknown may be a secret.
 */
final class UnknownKeys {

    /** What Kubernetes sets in every container beside a service whose name begins with "aggregator". */
    private static final Pattern OF_KUBERNETES =
            Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_\\d+_.*)?)");

    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("aggregator");

    private final ConfigurableEnvironment environment;
    private final KnownKeys known;

    UnknownKeys(ConfigurableEnvironment environment, KnownKeys known) {
        this.environment = environment;
        this.known = known;
    }

    List<Mistake> find() {
        List<Mistake> mistakes = new ArrayList<>(variables());
        mistakes.addAll(systemProperties());
        mistakes.addAll(keys());
        return mistakes;
    }

    private List<Mistake> variables() {
        return environment.getSystemEnvironment().keySet().stream()
                .filter(name -> name.startsWith("AGGREGATOR_"))
                .filter(name ->
                        !known.hasVariable(name) && !OF_KUBERNETES.matcher(name).matches())
                .sorted()
                .map(name -> unknown(name, "environment variable"))
                .toList();
    }

    private List<Mistake> systemProperties() {
        return environment.getSystemProperties().keySet().stream()
                .filter(name -> name.startsWith("aggregator.") && !known.hasKey(name))
                .sorted()
                .map(name -> unknown(name, "system property"))
                .toList();
    }

    private static Mistake unknown(String name, String kind) {
        return new Mistake(
                name,
                name + ": unknown " + kind + " (expected: the name of a key, for example AGGREGATOR_DATABASE_URL for "
                        + "aggregator.database.url)",
                "");
    }

    private List<Mistake> keys() {
        return StreamSupport.stream(
                        ConfigurationPropertySources.from(environment.getPropertySources())
                                .spliterator(),
                        false)
                .filter(source -> !isOfTheSystem(source.getUnderlyingSource()))
                .filter(IterableConfigurationPropertySource.class::isInstance)
                .map(IterableConfigurationPropertySource.class::cast)
                .flatMap(this::keysOf)
                .distinct()
                .sorted(Comparator.comparing(Mistake::key))
                .toList();
    }

    /** Their names are told apart with what is known, and were. */
    private static boolean isOfTheSystem(@Nullable Object source) {
        return switch (source) {
            case SystemEnvironmentPropertySource _ -> true;
            case PropertySource<?> properties ->
                properties.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
            case null, default -> false;
        };
    }

    private Stream<Mistake> keysOf(IterableConfigurationPropertySource source) {
        return source.stream()
                .filter(ROOT::isAncestorOf)
                .filter(name -> !known.hasKey(name.toString()))
                .map(source::getConfigurationProperty)
                .filter(property -> property != null)
                .map(this::unknown);
    }

    private Mistake unknown(ConfigurationProperty property) {
        String key = property.getName().toString();
        return new Mistake(
                key,
                key + ": unknown key (expected: one of " + known.inSectionOf(key) + ")",
                PropertyOrigin.of(property.getOrigin()));
    }
}
