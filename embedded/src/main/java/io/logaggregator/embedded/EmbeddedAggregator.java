package io.logaggregator.embedded;

import io.logaggregator.server.AggregatorServer;
import io.logaggregator.server.CommandLine;
import io.logaggregator.server.wiring.ConfigurationCheck;
import java.util.OptionalInt;
import java.util.Set;
import org.springframework.boot.SpringApplication;

/** The one command. */
public final class EmbeddedAggregator {

    private static final String USAGE = """
            Log Aggregator, all in one: Kafka, PostgreSQL, the server, and an agent that watches this machine.

            Usage: ./mvnw, or java -jar embedded-exec.jar [--key=value ...]

            --check-config starts nothing: it tells every wrong setting. Exit code 0: all is well.

            The keys most often needed, with their defaults:
              --embedded.data-directory=data      everything that outlives the process
              --embedded.kafka.port=9092          0 = any free one
              --embedded.postgres.port=54320      0 = any free one
              --embedded.agent.enabled=true
              --embedded.agent.interval=5s
              --embedded.agent.files=             globs of log files to follow, comma separated
              --server.address=127.0.0.1
              --server.port=8080
              --aggregator.retention.period=30d

            Each key is also an environment variable, for example EMBEDDED_KAFKA_PORT, and can stand in
            ./application.yaml. Ctrl-C stops all of it.
            """;

    private static final CommandLine COMMAND_LINE = new CommandLine(USAGE, Set.of("aggregator", "embedded"));

    private EmbeddedAggregator() {}

    /** Starts everything; {@code --help} says how to configure it. Ends when the process is told to. */
    public static void main(String[] arguments) {
        OptionalInt exit = COMMAND_LINE.answer(arguments);
        if (exit.isPresent()) {
            System.exit(exit.getAsInt());
        }
        if (CommandLine.asksForCheck(arguments)) {
            System.exit(ConfigurationCheck.runWithoutConnections("embedded", arguments, System.out));
        }
        SpringApplication application = new SpringApplication(AggregatorServer.class, LocalAgent.class);
        application.setAdditionalProfiles("embedded");
        application.addInitializers(new EmbeddedServersInitializer());
        try {
            application.run(arguments);
        } catch (RuntimeException e) { // which Spring has told the user
            System.exit(1); // since the broker's threads would keep the process alive
        }
    }
}
