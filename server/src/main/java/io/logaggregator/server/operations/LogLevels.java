package io.logaggregator.server.operations;

import io.logaggregator.server.security.Caller;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.logging.LoggersEndpoint;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggerGroups;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.stereotype.Component;

/**
 * {@code /actuator/loggers}: the log levels of this instance until it restarts. Each change is logged with its caller, which
 * Spring Boot's endpoint does not do.
 */
@Component
@Endpoint(id = "loggers")
final class LogLevels extends LoggersEndpoint {

    private static final Logger log = LoggerFactory.getLogger(LogLevels.class);

    /** The level of the parent logger applies. */
    private static final String INHERITED = "inherited";

    private static final String ROOT = "ROOT";

    private final LoggingSystem system;

    LogLevels(LoggingSystem system, LoggerGroups groups) {
        super(system, groups);
        this.system = system;
    }

    /**
     * Logs before the change, which may disable this logger.
     *
     * @param configuredLevel null for that of the parent logger; the root logger has none
     */
    @Override
    @WriteOperation
    public void configureLogLevel(@Selector String name, @Nullable LogLevel configuredLevel) {
        if (configuredLevel == null && ROOT.equalsIgnoreCase(name)) {
            throw new InvalidEndpointRequestException(
                    "configuredLevel: nothing (expected: a level, since the root logger has no parent)",
                    "configuredLevel: nothing");
        }
        log.info(
                "log level changed: logger={} from={} to={} by={} address={}",
                name,
                explicitLevel(name).map(LogLevel::name).orElse(INHERITED),
                configuredLevel == null ? INHERITED : configuredLevel,
                Caller.current().map(Caller::getName).orElse(""),
                Caller.current().map(Caller::address).orElse(""));
        super.configureLogLevel(name, configuredLevel);
    }

    private Optional<LogLevel> explicitLevel(String name) {
        return Optional.ofNullable(system.getLoggerConfiguration(name)).map(LoggerConfiguration::getConfiguredLevel);
    }
}
