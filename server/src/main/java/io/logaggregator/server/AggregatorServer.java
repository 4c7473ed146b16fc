package io.logaggregator.server;

import io.logaggregator.core.common.FatalErrors;
import io.logaggregator.server.wiring.ConfigurationCheck;
import java.util.OptionalInt;
import java.util.Set;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The main class of the server. */
@SpringBootApplication(proxyBeanMethods = false)
public class AggregatorServer {

    private static final String USAGE = """
            Log Aggregator: telemetry from Kafka, exactly once, into PostgreSQL, and out through REST.

            Usage: java -XX:+ExitOnOutOfMemoryError -jar server-exec.jar [--key=value ...]

            --check-config reports all invalid settings and checks the connections, without starting. Exit code 0: no errors.
            --check-rules FILE... checks files of alert rules, or directories of them, and exits. Exit code 0: no problems.
            --convert-rules FILE... converts alerting rules of Prometheus, and lists those that cannot be converted.
            --convert-alertmanager FILE... converts alertmanager.yml to settings, and lists the parts without an equivalent.

            The most important keys, with their defaults:
              --aggregator.queue.kafka.bootstrap-servers=localhost:9092
              --aggregator.queue.topics=system-metrics=agent,logs=log
              --aggregator.database.url=jdbc:postgresql://localhost:5432/log_aggregator
              --aggregator.database.user=log_aggregator
              --aggregator.database.password-file=      a file with the password
              --aggregator.retention.period=30d
              --aggregator.security.api-key-file=data/api-key
              --server.address=127.0.0.1
              --server.port=8080
              --spring.profiles.active=                 dev, staging or prod (JSON logs)

            Keys can also be set by environment variables, for example AGGREGATOR_DATABASE_URL, and in
            ./application.yaml. The application.yaml in this jar describes all keys.
            """;

    static final CommandLine COMMAND_LINE = new CommandLine(USAGE, Set.of("aggregator"));

    /** Starts the server; {@code --help} prints the most important keys. */
    public static void main(String[] arguments) {
        OptionalInt exit = COMMAND_LINE.handle(arguments);
        if (exit.isPresent()) {
            System.exit(exit.getAsInt());
        }
        if (CommandLine.requestsCheck(arguments)) {
            System.exit(ConfigurationCheck.run(arguments, System.out));
        }
        FatalErrors.install(Error.class);
        SpringApplication.run(AggregatorServer.class, arguments);
    }
}
