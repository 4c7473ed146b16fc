package io.logaggregator.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.logaggregator.testkit.ChildJvm;
import io.logaggregator.testkit.FreePort;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The program as users start it. All tests share a process; after a test that ends it, the next one restarts it. */
@Tag("kill")
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EmbeddedAggregatorIT {

    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final HttpClient client = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();

    private final Path directory;
    private final int httpPort = FreePort.find();
    private final int kafkaPort = FreePort.find();
    private ChildJvm program;

    EmbeddedAggregatorIT(@TempDir Path directory) {
        this.directory = directory;
        this.program = startProgram();
    }

    @BeforeEach
    void startUnlessRunning() {
        if (!program.isAlive()) {
            program = startProgram();
        }
    }

    @AfterAll
    void stop() {
        program.close();
        endOrphans();
    }

    @Test
    void thisHost_isMonitored() {
        JsonNode host = await().atMost(TIMEOUT).until(this::thisHost, Objects::nonNull);

        assertThat(host.get("cpuUtilization").asDouble()).isBetween(0.0, 1.0);
        assertThat(host.get("memoryUtilization").asDouble()).isBetween(0.01, 1.0);
        assertThat(host.get("processCount").asInt()).isPositive();

        String processes = "/api/v1/hosts/" + host.get("name").asString() + "/processes?limit=1000";
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(stream(get(processes).get("items"))
                                .map(process -> process.get("pid").asLong()))
                        .contains(
                                ProcessHandle.current().pid(), program.handle().pid()));
    }

    @Test
    void serverLog_isStored() {
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(get("/api/v1/logs?query=" + encode("application:aggregator"))
                                .get("items"))
                        .isNotEmpty());
    }

    @Test
    void apiKey_isReadableByOwnerOnly() throws IOException {
        await().atMost(TIMEOUT).until(this::isReady);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("data/api-key"))))
                .isEqualTo("rw-------");
        assertThat(status("/api/v1/hosts", "wrong-key-wrong-key-wrong")).isEqualTo(401);
    }

    @Test
    void messageOfKafkaClient_isVisible() throws Exception {
        boolean installed = isInstalled("kcat");
        if (System.getenv("CI") != null) {
            assertThat(installed).as("kcat is installed").isTrue();
        }
        assumeTrue(installed, "kcat is not installed");
        await().atMost(TIMEOUT).until(() -> thisHost() != null);

        produceWithKcat("logs", "{\"host\":\"kcat-host\",\"message\":\"hello from kcat\"}");
        await().atMost(TIMEOUT)
                .until(() -> get("/api/v1/logs?host=kcat-host").get("items").size() == 1);

        produceWithKcat(
                "system-metrics",
                "{\"timestamp\":\"" + Instant.now() + "\",\"host\":{\"hostname\":\"kcat-agent\"},"
                        + "\"metrics\":{\"cpu_usage\":12.5}}");
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(get("/api/v1/hosts/kcat-agent")
                                .get("cpuUtilization")
                                .asDouble())
                        .isEqualTo(0.125));
    }

    @Test
    void otherProtocols_areVisible() throws Exception {
        await().atMost(TIMEOUT).until(this::isReady);

        send(200, "/v1/logs", "application/json", """
                {"resourceLogs":[{"resource":{"attributes":[{"key":"host.name","value":{"stringValue":"otlp-1"}}]},
                  "scopeLogs":[{"logRecords":[{"severityNumber":17,"body":{"stringValue":"payment failed"}}]}]}]}""");
        send(200, "/es/shop/_bulk", "application/x-ndjson", """
                {"create":{}}
                {"host":{"name":"ecs-1"},"log":{"level":"error"},"message":"payment failed"}
                """);
        send(202, "/gelf", "application/json", """
                {"version":"1.1","host":"gelf-1","level":3,"short_message":"payment failed"}""");
        send(200, "/services/collector", "application/json", """
                {"host":"splunk-1","event":{"level":"error","message":"payment failed"}}""");
        send(204, "/loki/api/v1/push", "application/json", """
                {"streams":[{"stream":{"host":"loki-1","level":"error"},"values":[["%d000000","payment failed"]]}]}""".formatted(System.currentTimeMillis()));

        for (String host : List.of("otlp-1", "loki-1", "ecs-1", "gelf-1", "splunk-1")) {
            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(
                                    stream(get("/api/v1/logs?host=" + host).get("items"))
                                            .map(event -> event.get("level").asString() + " "
                                                    + event.get("message").asString()))
                            .as(host)
                            .containsExactly("ERROR payment failed"));
        }
    }

    private void send(int status, String path, String type, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                .header(
                        "X-API-Key",
                        Files.readString(directory.resolve("data/api-key")).strip())
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(status);
    }

    @Test
    @Order(Integer.MAX_VALUE) // no other test has to restart the program
    void sigterm_endsAllProcesses() {
        await().atMost(TIMEOUT).until(() -> thisHost() != null);
        assertThat(postgresProcesses(directory)).isNotEmpty();

        program.terminate(Duration.ofSeconds(10));

        assertThat(postgresProcesses(directory)).isEmpty();
    }

    @Test
    void kill_keepsData() {
        await().atMost(TIMEOUT).until(() -> thisHost() != null);
        JsonNode before = get("/api/v1/integrity");
        program.kill();

        program = startProgram();

        await().atMost(TIMEOUT).until(this::isReady);
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(
                                get("/api/v1/integrity").at("/total/messages").asLong())
                        .isGreaterThan(before.at("/total/messages").asLong()));
        assertThat(get("/api/v1/integrity?count=true").get("balanced").asBoolean())
                .isTrue();
    }

    @Test
    void usedPort_isReported() {
        await().atMost(TIMEOUT).until(this::isReady);
        Path elsewhere = directory.resolve("elsewhere");

        try (ChildJvm second = ChildJvm.start(
                EmbeddedAggregator.class, makeDirectory(elsewhere), Map.of("EMBEDDED_KAFKA_PORT", "" + kafkaPort))) {
            assertThat(second.awaitExit(TIMEOUT)).isEqualTo(1);
            assertThat(second.output())
                    .contains("port " + kafkaPort, "embedded.kafka.port")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void usedHttpPort_isReported_andEndsAllProcesses() {
        await().atMost(TIMEOUT).until(this::isReady);
        Map<String, String> environment = Map.of(
                "SERVER_PORT", "" + httpPort,
                "EMBEDDED_KAFKA_PORT", "0",
                "EMBEDDED_POSTGRES_PORT", "0");
        Path elsewhere = makeDirectory(directory.resolve("elsewhere"));

        try (ChildJvm second = ChildJvm.start(EmbeddedAggregator.class, elsewhere, environment)) {
            assertThat(second.awaitExit(TIMEOUT)).isEqualTo(1);
            assertThat(second.output()).contains("Port " + httpPort + " was already in use");
        }
        assertThat(postgresProcesses(elsewhere)).isEmpty();
    }

    @Test
    void directoryInUse_isReported() {
        await().atMost(TIMEOUT).until(this::isReady);

        try (ChildJvm second = ChildJvm.start(
                EmbeddedAggregator.class,
                makeDirectory(directory.resolve("elsewhere")),
                Map.of("EMBEDDED_DATA_DIRECTORY", directory.resolve("data").toString()))) {
            assertThat(second.awaitExit(TIMEOUT)).isEqualTo(1);
            assertThat(second.output()).contains("in use").doesNotContain("\tat ");
        }
    }

    private ChildJvm startProgram() {
        return ChildJvm.start(
                EmbeddedAggregator.class,
                directory,
                Map.of(
                        "SERVER_PORT",
                        "" + httpPort,
                        "EMBEDDED_KAFKA_PORT",
                        "" + kafkaPort,
                        "EMBEDDED_POSTGRES_PORT",
                        "0",
                        "EMBEDDED_AGENT_INTERVAL",
                        "1s"));
    }

    private @Nullable JsonNode thisHost() {
        if (!isReady()) {
            return null;
        }
        return stream(get("/api/v1/hosts").get("items"))
                .filter(host -> host.hasNonNull("processCount") && host.hasNonNull("cpuUtilization"))
                .findFirst()
                .orElse(null);
    }

    private boolean isReady() {
        return status("/actuator/health/readiness", "") == 200;
    }

    private int status(String path, String key) {
        try {
            return send(path, key).statusCode();
        } catch (IOException e) {
            return 0; // not listening yet
        }
    }

    private JsonNode get(String path) {
        try {
            HttpResponse<String> answer = send(
                    path, Files.readString(directory.resolve("data/api-key")).strip());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return json.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError(program.output(), e);
        }
    }

    private HttpResponse<String> send(String path, String key) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path));
        if (!key.isEmpty()) {
            request.header("X-API-Key", key);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void produceWithKcat(String topic, String message) throws IOException, InterruptedException {
        Process kcat = new ProcessBuilder("kcat", "-P", "-b", "127.0.0.1:" + kafkaPort, "-t", topic)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var input = kcat.getOutputStream()) {
            input.write(message.getBytes(UTF_8));
        }
        assertThat(kcat.waitFor(300, TimeUnit.SECONDS)).isTrue();
        assertThat(kcat.exitValue()).isZero();
    }

    private static boolean isInstalled(String command) {
        return List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
                .anyMatch(path -> Files.isExecutable(Path.of(path, command)));
    }

    /** PostgreSQL processes, also orphans: their programs are in the data directory. */
    private static List<ProcessHandle> postgresProcesses(Path directory) {
        String data = directory.resolve("data").toString();
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(data))
                .filter(process -> process.info().command().orElse("").endsWith("/postgres"))
                .toList();
    }

    private void endOrphans() {
        postgresProcesses(directory).forEach(ProcessHandle::destroy);
        await().atMost(TIMEOUT).until(() -> postgresProcesses(directory).isEmpty());
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static Path makeDirectory(Path path) {
        try {
            return Files.createDirectories(path);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
