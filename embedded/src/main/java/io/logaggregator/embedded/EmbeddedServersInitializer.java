package io.logaggregator.embedded;

import io.logaggregator.server.settings.binding.SettingsCheck;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Starts Kafka and PostgreSQL after logging and configuration, before any bean exists, and adds their addresses to the
 * configuration. They stop after all beans.
 */
final class EmbeddedServersInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final String TOPICS = "aggregator.queue.topics";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        SettingsCheck.of(environment).require(); // before the servers start
        Binder binder = Binder.get(environment);
        EmbeddedSettings settings = binder.bindOrCreate("embedded", EmbeddedSettings.class);
        EmbeddedServers servers = EmbeddedServers.start(settings);
        SpringApplication.getShutdownHandlers().add(servers::close);
        servers.kafka().createTopics(topicNames(binder), settings.kafka().partitions());
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "embedded servers",
                        Map.of(
                                "aggregator.queue.kafka.bootstrap-servers",
                                servers.kafka().bootstrapServers(),
                                "aggregator.database.url",
                                servers.postgres().jdbcUrl(),
                                "aggregator.database.user",
                                servers.postgres().user(),
                                "aggregator.database.password",
                                servers.postgres().password())));
        context.getBeanFactory().registerSingleton("embeddedSettings", settings);
    }

    /** The topics of entries such as {@code logs=log}. */
    private static List<String> topicNames(Binder binder) {
        return binder.bind(TOPICS, String[].class).map(List::of).orElse(List.of()).stream()
                .map(entry -> entry.substring(0, entry.lastIndexOf('=')).strip())
                .toList();
    }
}
