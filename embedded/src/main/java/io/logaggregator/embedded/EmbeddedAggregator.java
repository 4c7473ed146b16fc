package io.logaggregator.embedded;

import io.logaggregator.core.common.FatalErrors;
import io.logaggregator.server.AggregatorServer;
import io.logaggregator.server.CommandLine;
import io.logaggregator.server.wiring.ConfigurationCheck;
import java.util.OptionalInt;
import java.util.Set;
import org.springframework.boot.SpringApplication;

/** The program that runs the whole system in one process tree. */
public final class EmbeddedAggregator {

    private static final String USAGE = """
            Log Aggregator, all in one: Kafka, PostgreSQL, the server, and an agent that monitors this machine.

            Usage: ./mvnw, or java -XX:+ExitOnOutOfMemoryError -jar embedded-exec.jar [--key=value ...]

            --check-config checks all settings and exits. Exit code 0: no errors.
            --check-rules FILE... checks files of alert rules, or directories of them, and exits. Exit code 0: no problems.
            --convert-rules FILE... converts alerting rules of Prometheus, and lists those that cannot be converted.
            --convert-alertmanager FILE... converts alertmanager.yml to settings, and lists the parts without an equivalent.

            The most important keys with their defaults:
              --embedded.data-directory=data      all persistent data
              --embedded.kafka.port=9092          0: any free port
              --embedded.postgres.port=54320      0: any free port
              --embedded.agent.enabled=true
              --embedded.agent.interval=5s
              --embedded.agent.files=             globs of log files to follow, separated by commas
              --server.address=127.0.0.1
              --server.port=8080
              --aggregator.retention.period=30d

            Each key is also an environment variable, for example EMBEDDED_KAFKA_PORT, and a key of
            ./application.yaml. Ctrl-C stops everything.
            """;

    private static final CommandLine COMMAND_LINE = new CommandLine(USAGE, Set.of("aggregator", "embedded"));

    private EmbeddedAggregator() {}

    /** Starts everything, and runs until SIGTERM. See {@code --help} for the settings. */
    public static void main(String[] arguments) {
        OptionalInt exit = COMMAND_LINE.handle(arguments);
        if (exit.isPresent()) {
            System.exit(exit.getAsInt());
        }
        if (CommandLine.requestsCheck(arguments)) {
            System.exit(ConfigurationCheck.runWithoutConnections("embedded", arguments, System.out));
        }
        FatalErrors.install(Error.class);
        SpringApplication application = new SpringApplication(AggregatorServer.class, LocalAgent.class);
        application.setAdditionalProfiles("embedded");
        application.addInitializers(new EmbeddedServersInitializer());
        try {
            application.run(arguments);
        } catch (RuntimeException e) { // already logged by Spring
            System.exit(1); // the broker's threads would keep the process alive
        }
    }
}
