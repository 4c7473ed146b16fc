package io.logaggregator.server;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The command line: Spring takes every {@code --key=value} without a word, also those that nobody reads. */
final class CommandLine {

    static final String USAGE = """
            Log Aggregator: telemetry from Kafka, exactly once, into PostgreSQL, and out through REST.

            Usage: java -jar server-exec.jar [--key=value ...]

            The keys most often needed, with their defaults:
              --aggregator.queue.kafka.bootstrap-servers=localhost:9092
              --aggregator.queue.kafka.topics=system-metrics=agent,logs=log
              --aggregator.database.url=jdbc:postgresql://localhost:5432/log_aggregator
              --aggregator.database.user=log_aggregator
              --aggregator.database.password-file=      a file with the password
              --aggregator.retention.period=30d
              --aggregator.security.api-key-file=data/api-key
              --server.address=127.0.0.1
              --server.port=8080
              --spring.profiles.active=                 dev, staging or prod (JSON logs)

            Each key is also an environment variable, for example AGGREGATOR_DATABASE_URL, and can stand in
            ./application.yaml. All of them are described in the application.yaml inside this jar.
            """;

    private static final Set<String> KNOWN =
            Set.of("aggregator", "server", "spring", "management", "logging", "debug", "trace");

    private CommandLine() {}

    /** What is wrong with the arguments, if something is. Keys below {@code aggregator.} are checked later, one by one. */
    static Optional<String> mistakeIn(String[] arguments) {
        return Arrays.stream(arguments)
                .filter(argument -> !isOption(argument))
                .map(argument -> argument + ": unknown (expected: --key=value; --help shows the most important keys)")
                .findFirst();
    }

    private static boolean isOption(String argument) {
        if (!argument.startsWith("--")) {
            return false;
        }
        String key = argument.substring(2).split("=", 2)[0];
        return KNOWN.contains(key.split("\\.", 2)[0]);
    }
}
