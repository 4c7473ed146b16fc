package io.logaggregator.server.settings;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** Each part of the settings as a bean of its own, so that whoever needs one says which. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AggregatorSettings.class)
class Settings {

    /** Static, since it comes before all other beans. */
    @Bean
    static BeanFactoryPostProcessor settingsCheck(ConfigurableEnvironment environment) {
        return _ -> SettingsCheck.of(environment).require();
    }

    @Bean
    QueueSettings queueSettings(AggregatorSettings settings) {
        return settings.queue();
    }

    @Bean
    DatabaseSettings databaseSettings(AggregatorSettings settings) {
        return settings.database();
    }

    @Bean
    IngestSettings ingestSettings(AggregatorSettings settings) {
        return settings.ingest();
    }

    @Bean
    EnrichmentSettings enrichmentSettings(AggregatorSettings settings) {
        return settings.enrichment();
    }

    @Bean
    RetentionSettings retentionSettings(AggregatorSettings settings) {
        return settings.retention();
    }

    @Bean
    AlertSettings alertSettings(AggregatorSettings settings) {
        return settings.alerts();
    }

    @Bean
    CacheSettings cacheSettings(AggregatorSettings settings) {
        return settings.cache();
    }

    @Bean
    ApiSettings apiSettings(AggregatorSettings settings) {
        return settings.api();
    }

    @Bean
    HttpSettings httpSettings(AggregatorSettings settings) {
        return settings.http();
    }

    @Bean
    TailSettings tailSettings(AggregatorSettings settings) {
        return settings.tail();
    }

    @Bean
    ExportSettings exportSettings(AggregatorSettings settings) {
        return settings.export();
    }

    @Bean
    CanarySettings canarySettings(AggregatorSettings settings) {
        return settings.canary();
    }

    @Bean
    SecuritySettings securitySettings(AggregatorSettings settings) {
        return settings.security();
    }
}
