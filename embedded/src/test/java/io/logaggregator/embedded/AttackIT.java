package io.logaggregator.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.testkit.ChildJvm;
import io.logaggregator.testkit.FreePort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A client with a valid key occupies as much of a server with the documented heap as possible; others are served. */
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
class AttackIT {

    private static final String KEY = "a-key-of-twenty-characters";
    private static final int BODY_BYTES = 7_900_000;
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    /** Far above the usual milliseconds, because the attacker and other tests run on the same cores. */
    private static final Duration MAX_RESPONSE_TIME = Duration.ofSeconds(20);

    private final PipelineFixture pipeline = new PipelineFixture();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final int port = FreePort.find();
    private ChildJvm server;
    private ExecutorService attackers;
    private String attackerKey;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        server = pipeline.startServer(
                List.of("-Xmx512m", "-XX:+ExitOnOutOfMemoryError"),
                directory,
                port,
                "--aggregator.security.api-key=" + KEY);
        await().atMost(TIMEOUT).until(this::isReady);
        HttpResponse<String> key =
                post("/api/v1/api-keys", KEY, "{\"name\": \"attacker\", \"scopes\": [\"ingest\", \"read\"]}");
        attackerKey = new JsonMapper().readTree(key.body()).get("secret").asString();
    }

    @AfterAll
    void stop() {
        server.close();
        pipeline.close();
    }

    @BeforeEach
    void openAttackers() {
        attackers = Executors.newVirtualThreadPerTaskExecutor();
    }

    @AfterEach
    void closeAttackers() throws Exception {
        closeSockets();
        attackers.close();
    }

    @Test
    void incompleteUploads_delayNoOther() throws Exception {
        byte[] gzip = gzip(whitespace());
        for (int i = 0; i < 200; i++) {
            if (i % 10 > 0) {
                open(head("Content-Encoding: gzip", gzip.length), Arrays.copyOf(gzip, gzip.length - 8));
            } else {
                open(head("X-Plain: 1", BODY_BYTES), Arrays.copyOf(whitespace(), BODY_BYTES - 8));
            }
        }

        assertOthersAreServed();
        await().atMost(TIMEOUT).until(() -> metric("aggregator_overload_rejections_total{", "limit=\"uploads\"") > 0);

        assertMemoryIsReleased("uploads");
    }

    @Test
    void slowReaders_delayNoOther() throws Exception {
        publishLargeRecords();
        for (int i = 0; i < 100; i++) {
            open("GET /api/v1/logs?host=large&limit=" + (100 + i) + " HTTP/1.1\r\nHost: a\r\nX-API-Key: " + attackerKey
                    + "\r\n\r\n");
        }

        assertOthersAreServed();
        await().atMost(TIMEOUT).until(() -> metric("aggregator_overload_rejections_total{", "limit=\"responses\"") > 0);
        assertThat(metric("aggregator_memory_used_bytes{", "kind=\"responses\""))
                .isLessThanOrEqualTo(metric("aggregator_memory_limit_bytes{", "kind=\"responses\""));

        assertMemoryIsReleased("responses");
    }

    @Test
    void expensiveBodies_delayNoOther() throws Exception {
        String element = "{\"host\":\"hard\",\"message\":\"m\",\"a\":" + "[".repeat(300) + "]".repeat(300) + "}\n";
        byte[] body = gzip(element.repeat(9_999).getBytes(UTF_8));
        List<Future<Integer>> statuses = IntStream.range(0, 40)
                .mapToObj(_ -> attackers.submit(() -> upload(body)))
                .toList();

        assertOthersAreServed();

        for (Future<Integer> status : statuses) {
            assertThat(status.get()).isIn(202, 503);
        }
        assertMemoryIsReleased("uploads");
    }

    /** Liveness in time; other requests as to a client that tries again while the database is busy. */
    private void assertOthersAreServed() throws Exception {
        for (int i = 0; i < 10; i++) {
            HttpRequest.Builder liveness = request("/actuator/health/liveness", KEY);
            assertThat(client.send(liveness.timeout(MAX_RESPONSE_TIME).build(), BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
            await().atMost(TIMEOUT)
                    .until(() -> get("/api/v1/logs?host=small&limit=1").statusCode() == 200);
            await().atMost(TIMEOUT)
                    .until(() -> post("/api/v1/logs", KEY, "{\"host\": \"small\", \"message\": \"hello\"}")
                                    .statusCode()
                            == 202);
            Thread.sleep(100);
        }
    }

    private void assertMemoryIsReleased(String kind) throws IOException {
        closeSockets();
        await().atMost(TIMEOUT).until(() -> metric("aggregator_memory_used_bytes{", "kind=\"" + kind + "\"") == 0);
        assertThat(server.isAlive()).isTrue();
        assertThat(server.output()).doesNotContain("OutOfMemoryError");
    }

    /** More than a page may hold. */
    private void publishLargeRecords() {
        byte[] large = ("{\"host\":\"large\",\"message\":\"" + "x".repeat(900_000) + "\"}").getBytes(UTF_8);
        for (int i = 0; i < 21; i++) {
            pipeline.publish(large);
        }
        await().atMost(TIMEOUT).until(() -> pipeline.number("select count(*) from logs where host = 'large'") == 21);
    }

    /** Sends a request without reading the response. */
    private void open(String head, byte... body) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        sockets.add(socket);
        var _ = attackers.submit(() -> {
            socket.getOutputStream().write(head.getBytes(US_ASCII));
            socket.getOutputStream().write(body);
            return true;
        });
    }

    private String head(String header, int length) {
        return String.join(
                "\r\n",
                "POST /api/v1/logs HTTP/1.1",
                "Host: a",
                "X-API-Key: " + attackerKey,
                "Content-Type: application/json",
                header,
                "Content-Length: " + length,
                "",
                "");
    }

    private void closeSockets() throws IOException {
        for (Socket socket = sockets.poll(); socket != null; socket = sockets.poll()) {
            socket.close();
        }
    }

    private static byte[] whitespace() {
        byte[] body = new byte[BODY_BYTES];
        Arrays.fill(body, (byte) ' ');
        return body;
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream packing = new GZIPOutputStream(bytes)) {
            packing.write(body);
        }
        return bytes.toByteArray();
    }

    private int upload(byte[] gzip) throws Exception {
        HttpRequest.Builder request = request("/api/v1/logs", attackerKey)
                .header("Content-Type", "application/x-ndjson")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(gzip));
        return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    private HttpResponse<String> post(String path, String key, String body) throws Exception {
        HttpRequest.Builder request =
                request(path, key).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** The sum of the metrics whose line begins and contains so. */
    private double metric(String begin, String label) {
        return get("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(begin) && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private boolean isReady() {
        try {
            return get("/actuator/health/readiness").statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false; // not listening yet
        }
    }

    private HttpResponse<String> get(String path) {
        try {
            return client.send(request(path, KEY).GET().build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("X-API-Key", key);
    }
}
