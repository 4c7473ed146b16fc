package io.logaggregator.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code embedded}: what the one command adds to the server's own settings. Defaults and reasons stand in {@code
 * application-embedded.yaml}.
 *
 * @param dataDirectory of both servers, the API key, the log and the agent's notes
 */
record EmbeddedSettings(Path dataDirectory, Kafka kafka, Postgres postgres, Agent agent) {

    /**
     * {@code embedded.kafka}.
     *
     * @param port of 127.0.0.1; 0 = any free one
     * @param partitions of each topic that does not exist yet
     */
    record Kafka(int port, int partitions) {}

    /**
     * {@code embedded.postgres}.
     *
     * @param port of 127.0.0.1; 0 = any free one
     */
    record Postgres(int port) {}

    /**
     * {@code embedded.agent}: the agent that watches this machine.
     *
     * @param files globs of log files to follow, besides the server's own log
     */
    record Agent(
            boolean enabled,
            Duration interval,
            @DefaultValue List<String> files) {
        Agent {
            files = List.copyOf(files);
        }
    }
}
