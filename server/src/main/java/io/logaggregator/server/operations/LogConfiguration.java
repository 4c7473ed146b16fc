package io.logaggregator.server.operations;

import org.springframework.boot.actuate.logging.LoggersEndpoint;
import org.springframework.boot.logging.LoggerGroups;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Replaces Spring Boot's endpoint for log levels, which does not log changes. */
@Configuration(proxyBeanMethods = false)
class LogConfiguration {

    @Bean
    LoggersEndpoint logLevels(LoggingSystem system, LoggerGroups groups) {
        return new LogLevels(system, groups);
    }
}
