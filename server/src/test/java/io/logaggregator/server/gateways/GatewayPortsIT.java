package io.logaggregator.server.gateways;

import static io.logaggregator.server.gateways.Http2Connection.CONTINUATION;
import static io.logaggregator.server.gateways.Http2Connection.DATA;
import static io.logaggregator.server.gateways.Http2Connection.END_HEADERS;
import static io.logaggregator.server.gateways.Http2Connection.END_STREAM;
import static io.logaggregator.server.gateways.Http2Connection.ENHANCE_YOUR_CALM;
import static io.logaggregator.server.gateways.Http2Connection.GOAWAY;
import static io.logaggregator.server.gateways.Http2Connection.HEADERS;
import static io.logaggregator.server.gateways.Http2Connection.REFUSED_STREAM;
import static io.logaggregator.server.gateways.Http2Connection.RST_STREAM;
import static io.logaggregator.server.gateways.Http2Connection.call;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logaggregator.server.access.AccessPorts;
import io.logaggregator.server.gateways.GatewayProtocolIT.QueueInMemory;
import io.logaggregator.server.gateways.Http2Connection.Frame;
import io.logaggregator.server.settings.ExampleSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/** Own ports of protocols: their paths, and the limits of connections and of HTTP/2. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        classes = GatewayProtocolIT.Application.class,
        properties = {
            "management.endpoint.health.group.liveness.include=livenessState",
            "management.endpoint.health.group.readiness.include=readinessState"
        })
class GatewayPortsIT {

    private static final int FLOOD = 10_000;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @LocalServerPort
    private int mainPort;

    @Autowired
    private ServletWebServerApplicationContext context;

    @Autowired
    private QueueInMemory queue;

    @BeforeEach
    void reset() {
        queue.reset();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "elasticsearch | GET | / | '' | 200 | You Know, for Search",
                "elasticsearch | GET | /_license | '' | 200 | active",
                "loki | GET | /ready | '' | 200 | ready",
                "influx | GET | /health | '' | 200 | pass",
                "influx | POST | /write | cpu,host=web-1 usage=1.5 | 204 | ''",
                "otlp | POST | /v1/logs | {} | 200 | {}",
                "otlp | POST | /otlp/v1/logs | {} | 200 | {}",
                "splunk | POST | /services/collector | {\"event\":\"one\",\"host\":\"web-1\"} | 200 | Success"
            })
    void pathOfTheProtocol_isServedWithoutItsPrefix(
            String protocol, String method, String path, String body, int status, String content) throws Exception {
        HttpResponse<String> response = send(port(protocol), method, path, body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.body()).contains(content);
    }

    @Test
    void indexPath_isServedWithoutThePrefix() throws Exception {
        HttpResponse<String> response =
                send(port("elasticsearch"), "POST", "/shop/_bulk", "{\"index\":{}}\n{\"host\":\"web-1\"}\n");

        assertThat(response.body()).contains("\"_index\":\"shop\"");
        assertThat(queue.published).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/v1/logs", "/actuator/health", "/app/main.js", "/openapi.json", "/gelf", "/v1/logs", "/_cat"
            })
    void otherPath_isNotFoundInTheFormOfTheProtocol(String path) throws Exception {
        assertThat(send(port("elasticsearch"), "GET", path, ""))
                .returns(404, HttpResponse::statusCode)
                .satisfies(response -> assertThat(response.body()).contains("resource_not_found_exception"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/actuator/health", "/openapi.json"})
    void pathWithoutKey_is401(String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri(port("elasticsearch"), path)).build();

        assertThat(client.send(request, BodyHandlers.ofString()))
                .returns(401, HttpResponse::statusCode)
                .satisfies(response -> assertThat(response.body()).contains("security_exception"));
    }

    @Test
    void connectionBeyondTheLimit_waitsForAFreeOne() throws Exception {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < ExampleSettings.MAX_PORT_CONNECTIONS; i++) {
                idle.add(new Socket(InetAddress.getLoopbackAddress(), port("collectd")));
            }
            try (Socket next = new Socket(InetAddress.getLoopbackAddress(), port("collectd"))) {
                next.getOutputStream()
                        .write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
                next.setSoTimeout(300);
                assertThatThrownBy(() -> next.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

                idle.removeFirst().close();
                next.setSoTimeout(60_000);
                assertThat(next.getInputStream().read()).isEqualTo('H');
            }
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "otlp"})
    void http2_isForGrpcOnly(String protocol) throws Exception {
        int port = protocol.equals("main") ? mainPort : port(protocol);
        try (Http2Connection connection = new Http2Connection(port)) {
            assertThat(connection.next(HEADERS)).isEmpty();
        }
    }

    @Test
    void callsBeyondTheConcurrentStreams_areRefused() throws Exception {
        try (Http2Connection connection = new Http2Connection(port("otlp-grpc"))) {
            for (int call = 0; call <= GatewayPorts.MAX_STREAMS; call++) {
                connection.send(HEADERS, END_HEADERS, 2 * call + 1, call(AccessPorts.KEY, Map.of()));
            }

            Optional<Frame> reset = connection.next(RST_STREAM);
            assertThat(reset).hasValueSatisfying(frame -> {
                assertThat(frame.stream()).isEqualTo(2 * GatewayPorts.MAX_STREAMS + 1);
                assertThat(frame.error(0)).isEqualTo(REFUSED_STREAM);
            });
        }
    }

    @Test
    void rapidReset_closesTheConnection() throws Exception {
        assertCalmed((connection, i) -> {
            connection.send(HEADERS, END_HEADERS, 2 * i + 1, call(AccessPorts.KEY, Map.of()));
            connection.send(RST_STREAM, 0, 2 * i + 1, new byte[4]);
        });
    }

    @Test
    void tinyFramesOfABody_closeTheConnection() throws Exception {
        assertCalmed((connection, i) -> {
            if (i == 0) {
                connection.send(HEADERS, END_HEADERS, 1, call(AccessPorts.KEY, Map.of()));
            }
            connection.send(DATA, 0, 1, new byte[1]);
        });
    }

    @Test
    void endlessHeaders_closeTheConnection() throws Exception {
        byte[] name = ("\0\1x\144" + "y".repeat(100)).getBytes(US_ASCII);
        assertCalmed(
                (connection, i) -> connection.send(i == 0 ? HEADERS : CONTINUATION, i == 0 ? END_STREAM : 0, 1, name));
    }

    private interface Sender {

        void send(Http2Connection connection, int index) throws IOException;
    }

    private void assertCalmed(Sender sender) throws IOException {
        try (Http2Connection connection = new Http2Connection(port("otlp-grpc"))) {
            try {
                for (int i = 0; i < FLOOD; i++) {
                    sender.send(connection, i);
                }
            } catch (IOException _) {
                return; // closed while sending
            }
            Optional<Frame> last = connection.next(GOAWAY);
            last.ifPresent(frame -> assertThat(frame.error(4)).isEqualTo(ENHANCE_YOUR_CALM));
        }
    }

    private int port(String protocol) {
        return OwnPorts.find(context, protocol);
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private HttpResponse<String> send(int port, String method, String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(uri(port, path))
                        .header("X-API-Key", AccessPorts.KEY)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
