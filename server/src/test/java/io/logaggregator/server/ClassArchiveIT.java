package io.logaggregator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.logaggregator.testkit.ChildJvm;
import io.logaggregator.testkit.TestKafka;
import io.logaggregator.testkit.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives the classes of the server once: tests of later modules start it often, in half the time. */
class ClassArchiveIT {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    @Test
    void classes_areArchived(@TempDir Path directory) throws Exception {
        Optional<Path> archive = ChildJvm.archive(AggregatorServer.class);
        assumeTrue(archive.isPresent(), "an IDE packages no program");
        Path written = archive.get().resolveSibling("written.jsa");
        String topic = TestKafka.shared().createTopic(1);
        TestPostgres.Database database = TestPostgres.shared().newDatabase();

        try (ChildJvm server = ChildJvm.start(
                AggregatorServer.class,
                List.of(
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xlog:cds=off",
                        "-XX:ArchiveClassesAtExit=" + written),
                directory,
                Map.of(),
                "--server.port=0",
                "--aggregator.queue.kafka.bootstrap-servers="
                        + TestKafka.shared().bootstrapServers(),
                "--aggregator.queue.kafka.group-id=" + topic,
                "--aggregator.queue.topics=" + topic + "=log",
                "--aggregator.database.url=" + database.jdbcUrl(),
                "--aggregator.database.user=" + database.user())) {
            await().atMost(LIMIT).until(() -> server.output().contains("CONSUMING"));
            server.terminate(LIMIT);
        }

        assertThat(written).isNotEmptyFile();
        Files.move(written, archive.get(), StandardCopyOption.ATOMIC_MOVE);
    }
}
