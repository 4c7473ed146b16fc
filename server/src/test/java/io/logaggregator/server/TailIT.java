package io.logaggregator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.ingest.IngestBatch;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.store.Store;
import io.logaggregator.embedded.servers.EmbeddedPostgresServer;
import io.logaggregator.testkit.TestBinaries;
import io.logaggregator.testkit.TestObservations;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Live tail clients of two instances that share a PostgreSQL; events are committed through ingest sessions. */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class) // they share two servers and their database
@TestInstance(Lifecycle.PER_CLASS)
class TailIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Partition PARTITION = new Partition("logs", "id", 0);
    private static final String NOWHERE = "127.0.0.1:1";
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int SLOW_VIEWERS = 200;

    private final AtomicInteger offsets = new AtomicInteger();
    private Path directory;
    private EmbeddedPostgresServer postgres;
    private RunningServer one;
    private RunningServer other;

    @BeforeAll
    void start(@TempDir Path temporary) {
        directory = temporary;
        postgres = startPostgres(0);
        one = startServer();
        other = startServer();
        await().atMost(LIMIT).ignoreExceptions().untilAsserted(() -> append("the schema is there"));
    }

    @AfterAll
    void stop() {
        one.close();
        other.close();
        postgres.close();
    }

    @Test
    @Order(5)
    void event_arrivesAsInTheApi() {
        try (EventStream stream = EventStream.open(one, "", Optional.empty())) {
            append("line");
            await().atMost(LIMIT).until(() -> stream.events().size() == 1);

            JsonNode shown = stream.events().getFirst().data();
            assertThat(shown)
                    .isEqualTo(JSON.readTree(
                            one.get("/api/v1/logs/" + shown.get("id").asString())
                                    .body()));
        }
    }

    @Test
    @Order(3)
    void clientsOfEveryInstance_receiveMatchingEvents() {
        try (EventStream errors = EventStream.open(one, "?query=payment&level=ERROR", Optional.empty());
                EventStream all = EventStream.open(other, "?query=payment", Optional.empty())) {
            append("payment 1", "payment 2", "payment 3", "payment 4", "payment 5", "payment 6", "something else");

            all.awaitMessages("payment 1", "payment 2", "payment 3", "payment 4", "payment 5", "payment 6");
            await().atMost(LIMIT).until(() -> errors.messages().size() == 2);
            assertThat(errors.events())
                    .allMatch(event -> event.data().get("level").asString().matches("ERROR|FATAL"));
        }
    }

    @Test
    @Order(4)
    void stream_resumesExactlyAtAnotherInstance() throws Exception {
        List<String> expected = IntStream.range(0, 4_000)
                .mapToObj(number -> "resumed " + number)
                .toList();
        List<String> seen = new ArrayList<>();
        EventStream stream = EventStream.open(one, "?query=resumed", Optional.empty());
        Thread writer = Thread.ofVirtual().start(() -> {
            for (int batch = 0; batch < expected.size(); batch += 20) {
                append(expected.subList(batch, batch + 20).toArray(String[]::new));
            }
        });
        for (RunningServer next : List.of(other, one, other)) {
            EventStream current = stream;
            await().atMost(LIMIT)
                    .until(() -> current.messages().size() > 300
                            || seen.size() + current.messages().size() == expected.size());
            current.close();
            current.awaitEnd();
            seen.addAll(current.messages());
            stream = EventStream.open(next, "?query=resumed", Optional.of(current.lastId()));
        }
        writer.join();
        EventStream last = stream;
        await().atMost(LIMIT).until(() -> seen.size() + last.messages().size() >= expected.size());
        seen.addAll(last.messages());
        last.close();

        assertThat(seen).doesNotHaveDuplicates().hasSameElementsAs(expected);
        assertThat(last.events()).noneMatch(event -> event.name().equals("gap"));
    }

    @Test
    @Order(2)
    void databaseOutage_losesNoEvent() {
        try (EventStream stream = EventStream.open(one, "?query=outage", Optional.empty())) {
            append("outage 1");
            stream.awaitMessages("outage 1");

            postgres.close();
            stream.awaitEvent("interrupted");
            postgres = startPostgres(postgres.port());
            append("outage 2");

            stream.awaitEvent("resumed");
            stream.awaitMessages("outage 1", "outage 2");
        }
    }

    @Test
    @Order(1)
    void revokedKey_endsItsStream() {
        JsonNode key = one.newKey("read");
        HttpRequest.Builder asViewer = other.request("/api/v1/logs/tail")
                .setHeader("X-API-Key", key.get("secret").asString());
        try (EventStream stream = EventStream.open(other, asViewer)) {
            one.revoke(key);

            assertThat(stream.awaitEvent("end").data().get("detail").asString()).contains("key");
            stream.awaitEnd();
        }
    }

    @Test
    @Order(7)
    void disconnectedClients_affectNoLaterClient() {
        closeAll(openStreams("closed"));
        await().atMost(LIMIT).until(() -> {
            append("closed"); // a write finds that a client has disconnected
            return metric(one, "aggregator_tail_viewers") == 0;
        });

        List<EventStream> later = openStreams("later");
        append("later");
        later.forEach(stream -> stream.awaitMessages("later"));
        closeAll(later);
    }

    private List<EventStream> openStreams(String query) {
        return IntStream.range(0, 20)
                .mapToObj(number -> EventStream.open(one, "?query=" + query, Optional.empty()))
                .toList();
    }

    private static void closeAll(List<EventStream> streams) {
        streams.forEach(EventStream::close);
    }

    @Test
    @Order(6)
    void slowClients_affectNoOthers() throws Exception {
        List<Socket> slow = new ArrayList<>();
        RunningServer crowded = startServer(
                "--aggregator.tail.max-clients=" + (SLOW_VIEWERS + 1), "--aggregator.memory.tail-percent=50");
        try (EventStream quick = EventStream.open(crowded, "?query=crowd", Optional.empty())) {
            for (int number = 0; number < SLOW_VIEWERS; number++) {
                slow.add(slowViewer(crowded));
            }
            await().atMost(LIMIT).until(() -> metric(crowded, "aggregator_tail_viewers") == SLOW_VIEWERS + 1);
            assertThat(crowded.get("/api/v1/logs/tail").statusCode()).isEqualTo(429);

            int lines = 0;
            while (metric(crowded, "aggregator_tail_skipped_lines_total") < 10 * SLOW_VIEWERS) {
                append(longLines(lines, 20));
                lines += 20;
                int written = lines;
                await().atMost(LIMIT).until(() -> quick.messages().size() == written);
                assertThat(crowded.get("/api/v1/logs?limit=1&query=crowd").statusCode())
                        .isEqualTo(200);
            }

            assertThat(quick.events()).allMatch(event -> event.name().isEmpty());
            assertThat(textUntil("event: skipped", slow.getFirst())).contains("data: {\"lines\":");
            Instant stopped = Instant.now();
            crowded.close();
            assertThat(Duration.between(stopped, Instant.now())).isLessThan(LIMIT);
            quick.awaitEvent("end");
            quick.awaitEnd();
        } finally {
            crowded.close();
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    /** Asks, and reads nothing. */
    private static Socket slowViewer(RunningServer server) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4 * 1024);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        String request = "GET /api/v1/logs/tail?query=crowd HTTP/1.1\r\nHost: localhost\r\nX-API-Key: "
                + RunningServer.KEY + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String textUntil(String end, Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] bytes = new byte[64 * 1024];
        int tail = 0;
        while (text.indexOf(end, tail) < 0 || text.length() < text.indexOf(end, tail) + 40) {
            tail = Math.max(0, text.length() - end.length() - 40);
            int read = socket.getInputStream().read(bytes);
            assertThat(read).isPositive();
            text.append(new String(bytes, 0, read, StandardCharsets.ISO_8859_1));
        }
        return text.substring(text.indexOf(end, tail));
    }

    private static String[] longLines(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(number -> "crowd " + number + " x".repeat(4_000))
                .toArray(String[]::new);
    }

    private static double metric(RunningServer server, String name) {
        return server.get("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + ' '))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private void append(String... messages) {
        List<Observation> lines = Arrays.stream(messages).map(this::line).toList();
        try (IngestSession session = one.bean(Store.class).openIngestSession()) {
            session.store(IngestBatch.of(lines));
        }
    }

    private Observation line(String message) {
        return TestObservations.logEvent(
                PARTITION, offsets.incrementAndGet(), Instant.now().truncatedTo(ChronoUnit.MICROS), "web-1", message);
    }

    private EmbeddedPostgresServer startPostgres(int port) {
        return EmbeddedPostgresServer.start(directory.resolve("postgres"), port, TestBinaries.directory());
    }

    private RunningServer startServer(String... settings) {
        return RunningServer.start(postgres.jdbcUrl(), postgres.user(), NOWHERE, settings);
    }
}
