package io.logaggregator.embedded.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the process that runs the servers. */
@Tag("kill")
class KilledServersIT {

    @TempDir
    private Path directory;

    @Test
    void start_recoversAfterKill() throws Exception {
        int postgresPort = LoopbackPort.claim(0, "PostgreSQL", "test");
        int kafkaPort = LoopbackPort.claimOther(postgresPort, "Kafka", "test");
        Process child = ChildServers.start(directory, postgresPort, kafkaPort);
        Sql.run("jdbc:postgresql://127.0.0.1:" + postgresPort + "/postgres", """
                CREATE TABLE kept (id int);
                INSERT INTO kept VALUES (7)""");
        Topics.publish("127.0.0.1:" + kafkaPort, "kept", "seven");
        assertThatThrownBy(() -> EmbeddedPostgresServer.start(ChildServers.postgres(directory), 0))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining("in use by process " + child.pid());

        child.destroyForcibly().waitFor();

        try (var postgres = EmbeddedPostgresServer.start(ChildServers.postgres(directory), postgresPort);
                var kafka = EmbeddedKafkaBroker.start(ChildServers.kafka(directory), kafkaPort)) {
            assertThat(Sql.number(postgres.jdbcUrl(), "SELECT id FROM kept")).isEqualTo(7);
            assertThat(Topics.read(kafka.bootstrapServers(), "kept", 1, Duration.ofSeconds(20)))
                    .isEqualTo(List.of("seven"));
        }
    }
}
