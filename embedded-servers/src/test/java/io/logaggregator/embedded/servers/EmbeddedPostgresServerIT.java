package io.logaggregator.embedded.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresServerIT {

    @TempDir
    private Path directory;

    @Test
    void restart_keepsData() throws Exception {
        int port;
        try (var server = EmbeddedPostgresServer.start(directory, 0)) {
            port = server.port();
            Sql.run(server.jdbcUrl(), """
                    CREATE TABLE kept (id int);
                    INSERT INTO kept VALUES (7)""");
            assertThat(Sql.text(server.jdbcUrl(), "SHOW fsync")).isEqualTo("on");
            assertThat(Sql.text(server.jdbcUrl(), "SHOW synchronous_commit")).isEqualTo("off");
            assertThat(Sql.text(server.jdbcUrl(), "SHOW listen_addresses")).isEqualTo("127.0.0.1");
        }
        assertThat(directory.resolve("data/postmaster.pid")).doesNotExist();

        try (var server = EmbeddedPostgresServer.start(directory, port)) {
            assertThat(server.port()).isEqualTo(port);
            assertThat(Sql.number(server.jdbcUrl(), "SELECT id FROM kept")).isEqualTo(7);
        }
    }

    @Test
    void start_namesUsedPortAndItsSetting() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThatThrownBy(() -> EmbeddedPostgresServer.start(directory, taken.getLocalPort()))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("embedded.postgres.port");
        }
    }

    @Test
    void failedStart_showsEndOfLog() throws Exception {
        Path data = Files.createDirectories(directory.resolve("data"));
        Files.writeString(data.resolve("postgresql.conf"), "nonsense = here\n");
        Files.writeString(data.resolve("PG_VERSION"), "18\n");

        assertThatThrownBy(() -> EmbeddedPostgresServer.start(directory, 0))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining("postgresql.log")
                .hasMessageContaining("nonsense");
    }
}
