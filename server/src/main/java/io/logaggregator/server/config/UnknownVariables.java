package io.logaggregator.server.config;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Refuses environment variables and system properties that look like settings but are none. Spring refuses unknown keys
 * of files and of the command line by itself, but not of these two; nor, wherever they come from, those deeper within the
 * elements of a list.
 */
final class UnknownVariables implements BeanFactoryPostProcessor {

    /** What Kubernetes sets in every container beside a service whose name begins with "aggregator". */
    private static final Pattern OF_KUBERNETES =
            Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_\\d+_.*)?)");

    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("aggregator");

    private final ConfigurableEnvironment environment;

    UnknownVariables(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
        KnownKeys known = new KnownKeys();
        List<String> variables = environment.getSystemEnvironment().keySet().stream()
                .filter(name -> name.startsWith("AGGREGATOR_"))
                .filter(name ->
                        !known.hasVariable(name) && !OF_KUBERNETES.matcher(name).matches())
                .sorted()
                .toList();
        refuse("environment variable", variables);
        List<String> properties = environment.getSystemProperties().keySet().stream()
                .filter(name -> name.startsWith("aggregator.") && !known.hasKey(name))
                .sorted()
                .toList();
        refuse("system property", properties);
        elementKeys().filter(key -> !known.hasKey(key)).sorted().findFirst().ifPresent(key -> {
            throw new InvalidSettingException(
                    key + ": unknown key (expected: one of " + known.inSectionOf(key) + ")", null);
        });
    }

    /** The keys of all elements of lists; those of variables can be told from others only with what is known. */
    private Stream<String> elementKeys() {
        return StreamSupport.stream(
                        ConfigurationPropertySources.from(environment.getPropertySources())
                                .spliterator(),
                        false)
                .filter(source -> !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource))
                .filter(IterableConfigurationPropertySource.class::isInstance)
                .flatMap(source -> ((IterableConfigurationPropertySource) source).stream())
                .filter(ROOT::isAncestorOf)
                .map(ConfigurationPropertyName::toString)
                .filter(key -> key.contains("["));
    }

    private static void refuse(String kind, List<String> names) {
        if (!names.isEmpty()) {
            throw new InvalidSettingException(
                    String.join(", ", names) + ": unknown " + kind
                            + " (expected: the name of a key, for example AGGREGATOR_DATABASE_URL for "
                            + "aggregator.database.url)",
                    null);
        }
    }
}
