package io.logaggregator.embedded.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaBrokerIT {

    @TempDir
    private Path directory;

    @Test
    void restart_keepsMessages_onAnyPort() throws Exception {
        int port;
        try (var broker = EmbeddedKafkaBroker.start(directory, 0)) {
            port = broker.port();
            Topics.publish(broker.bootstrapServers(), "kept", "seven");
        }

        try (var broker = EmbeddedKafkaBroker.start(directory, port)) {
            assertThat(read(broker)).isEqualTo(List.of("seven"));
        }
        try (var broker = EmbeddedKafkaBroker.start(directory, 0)) {
            assertThat(read(broker)).isEqualTo(List.of("seven"));
        }
    }

    @Test
    void createTopics_keepsExistingTopics() throws Exception {
        try (var broker = EmbeddedKafkaBroker.start(directory, 0)) {
            Topics.publish(broker.bootstrapServers(), "kept", "seven");

            broker.createTopics(List.of("kept", "new"), 4);

            assertThat(read(broker)).isEqualTo(List.of("seven"));
        }
    }

    @Test
    void start_namesUsedPortAndItsSetting() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThatThrownBy(() -> EmbeddedKafkaBroker.start(directory, taken.getLocalPort()))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("embedded.kafka.port");
        }
    }

    @Test
    void start_rejectsDirectoryInUse() {
        try (var broker = EmbeddedKafkaBroker.start(directory, 0)) {
            assertThatThrownBy(() -> EmbeddedKafkaBroker.start(directory, 0))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining(
                            "in use by process " + ProcessHandle.current().pid());
            assertThat(broker.port()).isPositive();
        }
    }

    private static List<String> read(EmbeddedKafkaBroker broker) {
        return Topics.read(broker.bootstrapServers(), "kept", 1, Duration.ofSeconds(20));
    }
}
