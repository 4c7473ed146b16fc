package io.logaggregator.server.operations;

import org.springframework.boot.actuate.logging.LoggersEndpoint;
import org.springframework.boot.logging.LoggerGroups;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Log levels, in the place of those that Spring Boot would let be changed without a word. */
@Configuration(proxyBeanMethods = false)
class LogConfiguration {

    @Bean
    LoggersEndpoint logLevels(LoggingSystem system, LoggerGroups groups) {
        return new LogLevels(system, groups);
    }
}
