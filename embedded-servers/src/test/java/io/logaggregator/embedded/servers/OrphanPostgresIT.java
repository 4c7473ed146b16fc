package io.logaggregator.embedded.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanPostgresIT {

    @TempDir
    private Path data;

    @Test
    void end_ignoresReusedPid() throws Exception {
        Path pidFile = data.resolve("postmaster.pid");
        Files.writeString(pidFile, ProcessHandle.current().pid() + "\n" + data + "\n");

        OrphanPostgres.end(data);

        assertThat(pidFile).doesNotExist();
    }

    @Test
    void end_acceptsIncompleteFile() throws Exception {
        Path pidFile = data.resolve("postmaster.pid");
        Files.writeString(pidFile, "");

        OrphanPostgres.end(data);

        assertThat(pidFile).doesNotExist();
    }
}
