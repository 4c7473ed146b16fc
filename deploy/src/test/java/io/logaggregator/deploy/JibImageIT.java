package io.logaggregator.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.logaggregator.testkit.TestKafka;
import io.logaggregator.testkit.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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

/** What Jib builds, unpacked and started as an engine would: as its user, on a root that is read-only. */
class JibImageIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String READINESS = "/actuator/health/readiness";

    @TempDir
    private Path directory;

    @BeforeAll
    static void find() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root may change the root directory");
        assumeTrue(Program.isThere("unshare"), "unshare is not installed (Debian: util-linux)");
        assumeTrue(
                new ProcessBuilder("unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt")
                                .start()
                                .waitFor()
                        == 0,
                "nothing may be mounted here");
    }

    @Test
    void server_getsReady() throws Exception {
        UnpackedImage image = UnpackedImage.of(built("server"), directory);
        TestPostgres.Database database = TestPostgres.shared().newDatabase();
        String topic = TestKafka.shared().createTopic(1);
        int port = freePort();
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
                        "AGGREGATOR_QUEUE_KAFKA_TOPICS", topic + "=log"));
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI readiness = URI.create("http://127.0.0.1:" + port + READINESS);
            await().atMost(LIMIT).ignoreExceptionsInstanceOf(IOException.class).until(() -> {
                assertThat(server.isAlive()).as(Files.readString(output)).isTrue();
                return client.send(HttpRequest.newBuilder(readiness).build(), BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            });
            Path process = Path.of("/proc", Long.toString(server.pid()));
            assertThat(Files.readString(process.resolve("status"))).contains("Uid:\t10001\t10001");
            assertThat(Files.readString(process.resolve("mounts"))).containsPattern("(?m)^\\S+ / \\S+ ro[, ]");
        } finally {
            server.destroy();
            assertThat(server.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void agent_tellsItsOptions() throws Exception {
        UnpackedImage image = UnpackedImage.of(built("agent"), directory);
        Path output = directory.resolve("output.log");

        Process agent = image.start(output, Map.of(), "--help");

        assertThat(agent.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(output)).contains("--bootstrap-servers");
        assertThat(agent.exitValue()).isZero();
    }

    /** Of this build, not of one before. */
    private static Path built(String module) throws IOException {
        Path target = Repository.ROOT.resolve(module).resolve("target");
        Path image = target.resolve("jib-image.tar");
        Path jar = target.resolve(module + "-" + Repository.version() + ".jar");
        assumeTrue(
                Files.exists(image)
                        && Files.exists(jar)
                        && Files.getLastModifiedTime(image).compareTo(Files.getLastModifiedTime(jar)) >= 0,
                "Jib has not built an image: see deploy/image/local-base");
        return image;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
