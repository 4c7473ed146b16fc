package io.logaggregator.server.settings.binding;

import io.logaggregator.server.settings.AggregatorSettings;
import io.logaggregator.server.settings.values.InvalidSettingException;
import java.lang.reflect.RecordComponent;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
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
            beans.registerSingleton("wireFormats", settings.wireFormats());
            for (RecordComponent part : AggregatorSettings.class.getRecordComponents()) {
                Object value = ReflectionUtils.invokeMethod(part.getAccessor(), settings);
                if (value != null) {
                    beans.registerSingleton(part.getName() + "Settings", value);
                }
            }
        };
    }

    /** Reports invalid settings by one line each instead of a stack trace. */
    @Order(Ordered.HIGHEST_PRECEDENCE)
    static final class SettingsFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSettingException> {

        @Override
        protected FailureAnalysis analyze(Throwable failure, InvalidSettingException cause) {
            return new FailureAnalysis(
                    cause.getMessage(),
                    "Correct the settings. The application.yaml in the jar of the server describes every key.",
                    cause);
        }
    }
}
