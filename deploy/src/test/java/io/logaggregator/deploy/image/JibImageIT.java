package io.logaggregator.deploy.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.logaggregator.deploy.files.ExternalProgram;
import io.logaggregator.deploy.files.ProjectFiles;
import io.logaggregator.testkit.FreePort;
import io.logaggregator.testkit.TestKafka;
import io.logaggregator.testkit.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts the images that Jib builds as a container engine does: as their user, on a read-only root. */
class JibImageIT {

    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final String READINESS = "/actuator/health/readiness";

    @TempDir
    private Path directory;

    @BeforeAll
    static void find() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "changing the root directory requires root");
        assumeTrue(ExternalProgram.isInstalled("unshare"), "unshare is not installed (Debian: util-linux)");
        assumeTrue(
                new ProcessBuilder("unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt")
                                .start()
                                .waitFor()
                        == 0,
                "mounting is not permitted");
    }

    @Test
    void server_becomesReady() throws Exception {
        UnpackedImage image = UnpackedImage.of(built("server"), directory);
        TestPostgres.Database database = TestPostgres.shared().newDatabase();
        String topic = TestKafka.shared().createTopic(1);
        int port = FreePort.find();
        Path output = directory.resolve("output.log");

        Process server = image.start(
                output,
                Map.of(
                        "SERVER_PORT", Integer.toString(port),
                        "AGGREGATOR_SECURITY_API_KEY", "a-key-of-twenty-characters",
                        "AGGREGATOR_DATABASE_URL", database.jdbcUrl(),
                        "AGGREGATOR_DATABASE_USER", database.user(),
                        "AGGREGATOR_QUEUE_KAFKA_BOOTSTRAP_SERVERS",
                                TestKafka.shared().bootstrapServers(),
                        "AGGREGATOR_QUEUE_KAFKA_GROUP_ID", topic,
                        "AGGREGATOR_QUEUE_TOPICS", topic + "=log"));
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI readiness = URI.create("http://127.0.0.1:" + port + READINESS);
            await().atMost(TIMEOUT)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> {
                        assertThat(server.isAlive())
                                .as(Files.readString(output))
                                .isTrue();
                        return client.send(HttpRequest.newBuilder(readiness).build(), BodyHandlers.discarding())
                                        .statusCode()
                                == 200;
                    });
            Path process = Path.of("/proc", Long.toString(server.pid()));
            assertThat(Files.readString(process.resolve("status"))).contains("Uid:\t10001\t10001");
            assertThat(Files.readString(process.resolve("mounts"))).containsPattern("(?m)^\\S+ / \\S+ ro[, ]");
        } finally {
            server.destroy();
            assertThat(server.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void agent_printsHelp() throws Exception {
        UnpackedImage image = UnpackedImage.of(built("agent"), directory);
        Path output = directory.resolve("output.log");

        Process agent = image.start(output, Map.of(), "--help");

        assertThat(agent.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(output)).contains("--bootstrap-servers");
        assertThat(agent.exitValue()).isZero();
    }

    /** The image of the current build. */
    private static Path built(String module) throws IOException {
        Path target = ProjectFiles.ROOT.resolve(module).resolve("target");
        Path image = target.resolve("jib-image.tar");
        Path jar = target.resolve(module + "-" + ProjectFiles.version() + ".jar");
        assumeTrue(
                Files.exists(image)
                        && Files.exists(jar)
                        && Files.getLastModifiedTime(image).compareTo(Files.getLastModifiedTime(jar)) >= 0,
                "no image built by Jib: see deploy/image/local-base");
        return image;
    }
}
