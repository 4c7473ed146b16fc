package io.logaggregator.server.settings.binding;

import io.logaggregator.server.settings.AggregatorSettings;
import java.lang.reflect.RecordComponent;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.ReflectionUtils;

/** Registers the settings, and each of their parts, as beans. */
@Configuration(proxyBeanMethods = false)
class SettingsConfiguration {

    /** Static, so that invalid settings are reported before any bean is created. */
    @Bean
    static BeanFactoryPostProcessor settings(ConfigurableEnvironment environment) {
        return beans -> {
            AggregatorSettings settings = SettingsCheck.of(environment).require();
            beans.registerSingleton("aggregatorSettings", settings);
            for (RecordComponent part : AggregatorSettings.class.getRecordComponents()) {
                Object value = ReflectionUtils.invokeMethod(part.getAccessor(), settings);
                if (value != null) {
                    beans.registerSingleton(part.getName() + "Settings", value);
                }
            }
        };
    }
}
