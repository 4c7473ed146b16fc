package io.logaggregator.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.server.gateways.Http2Connection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Slow clients do not delay others, and are disconnected. */
@TestInstance(Lifecycle.PER_CLASS)
class SlowClientsIT {

    private static final String UNREACHABLE = "127.0.0.1:1";
    private static final int CLIENTS = 200;
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final long PATIENCE_SECONDS = 120;
    private static final int PAUSE_MILLIS = 100;

    private RunningServer server;
    private ExecutorService readers;
    private ScheduledExecutorService clock;
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeAll
    void start() {
        server = RunningServer.start(
                "jdbc:postgresql://" + UNREACHABLE + "/logs",
                "logs",
                UNREACHABLE,
                "--aggregator.http.body-timeout=" + LIMIT.toSeconds() + "s",
                "--server.tomcat.connection-timeout=" + LIMIT.toSeconds() + "s",
                "--aggregator.gateways.ports=otlp-grpc=0");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void open() {
        readers = Executors.newVirtualThreadPerTaskExecutor();
        clock = Executors.newSingleThreadScheduledExecutor();
    }

    @AfterEach
    void close() throws IOException {
        clock.shutdownNow();
        for (Socket socket : sockets) {
            socket.close();
        }
        readers.close();
    }

    @Test
    void slowBodies_delayNoOtherRequestAndAreCutOff() throws Exception {
        List<Future<String>> answers = connect(CLIENTS, upload("X-API-Key: " + RunningServer.KEY));
        trickle();

        assertOthersAreServed(answers);
        for (Future<String> answer : answers) {
            assertThat(awaitEnd(answer)).startsWith("HTTP/1.1 408").contains("Timeout while receiving the body");
        }
    }

    @Test
    void rejectedUploadThatContinues_isCutOff() throws Exception {
        List<Future<String>> answers = connect(CLIENTS, upload("X-Other: x"));
        trickle();

        assertOthersAreServed(answers);
        for (Future<String> answer : answers) {
            assertThat(awaitEnd(answer)).startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void stalledBody_endsAtTheConnectionTimeout() throws Exception {
        for (Future<String> answer : connect(CLIENTS, upload("X-API-Key: " + RunningServer.KEY))) {
            assertThat(awaitEnd(answer)).startsWith("HTTP/1.1 408");
        }
    }

    @Test
    void stalledHeader_endsAtTheConnectionTimeout() throws Exception {
        List<Future<String>> answers = connect(CLIENTS, "GET /api/v1/logs HTTP/1.1\r\nHost: a\r\nX: y");

        assertOthersAreServed(answers);
        for (Future<String> answer : answers) {
            assertThat(awaitEnd(answer)).isEmpty();
        }
    }

    @Test
    void slowBodiesOfGateways_areCutOff() throws Exception {
        String upload = upload("X-API-Key: " + RunningServer.KEY);
        List<Future<String>> answers = new ArrayList<>();
        for (String path : List.of("/gelf", "/upload")) {
            answers.addAll(connect(1, upload.replace("/api/v1/logs", path)));
        }
        trickle();
        try (Http2Connection slow = openCall();
                Http2Connection stalled = openCall()) {
            var _ = clock.scheduleAtFixedRate(() -> sendPart(slow), 0, LIMIT.toMillis() / 4, TimeUnit.MILLISECONDS);

            for (Future<String> answer : answers) {
                assertThat(awaitEnd(answer))
                        .startsWith("HTTP/1.1 503")
                        .contains("Retry-After: 2", "Timeout while receiving the body");
            }
            for (Http2Connection call : List.of(slow, stalled)) {
                assertThat(call.next(Http2Connection.HEADERS, Http2Connection.RST_STREAM, Http2Connection.GOAWAY))
                        .isPresent();
            }
        }
    }

    private Http2Connection openCall() throws IOException {
        Http2Connection connection = new Http2Connection(server.port("otlp-grpc"));
        connection.send(
                Http2Connection.HEADERS,
                Http2Connection.END_HEADERS,
                1,
                Http2Connection.call(RunningServer.KEY, Map.of()));
        return connection;
    }

    /** A frame that is large enough not to be refused for its size. */
    private static void sendPart(Http2Connection connection) {
        try {
            connection.send(Http2Connection.DATA, 0, 1, new byte[2048]);
        } catch (IOException _) {
            // has been cut off
        }
    }

    private List<Future<String>> connect(int clients, String beginning) throws IOException {
        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
            sockets.add(socket);
            socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
            answers.add(readers.submit(() -> RawHttp.readAll(socket)));
        }
        return answers;
    }

    private static String upload(String key) {
        return RawHttp.request(
                "{",
                "POST /api/v1/logs HTTP/1.1",
                "Host: a",
                key,
                "Content-Type: application/json",
                "Content-Length: 9999");
    }

    private void trickle() {
        var _ = clock.scheduleAtFixedRate(
                () -> sockets.forEach(SlowClientsIT::sendByte), 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void sendByte(Socket socket) {
        try {
            socket.getOutputStream().write(' ');
        } catch (IOException _) {
            // has been cut off
        }
    }

    /** Sends a request that is served before the first of the slow clients is cut off. */
    private void assertOthersAreServed(List<Future<String>> slow) {
        assertThat(server.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        assertThat(slow).noneMatch(Future::isDone);
    }

    private static String awaitEnd(Future<String> answer)
            throws ExecutionException, InterruptedException, TimeoutException {
        return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
