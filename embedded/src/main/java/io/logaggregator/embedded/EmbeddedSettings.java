package io.logaggregator.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code embedded}: settings in addition to those of the server. Defaults and reasons are in {@code
 * application-embedded.yaml}.
 *
 * @param dataDirectory for both servers, the API key, the log and the agent's positions
 */
record EmbeddedSettings(Path dataDirectory, Kafka kafka, Postgres postgres, Agent agent) {

    /**
     * {@code embedded.kafka}.
     *
     * @param port on 127.0.0.1; 0: any free port
     * @param partitions of new topics
     */
    record Kafka(int port, int partitions) {}

    /**
     * {@code embedded.postgres}.
     *
     * @param port on 127.0.0.1; 0: any free port
     */
    record Postgres(int port) {}

    /**
     * {@code embedded.agent}: the agent that monitors this machine.
     *
     * @param files globs of log files to follow, in addition to the log of the server
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
