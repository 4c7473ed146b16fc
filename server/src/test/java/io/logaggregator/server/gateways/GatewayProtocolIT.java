package io.logaggregator.server.gateways;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.Scope;
import io.logaggregator.core.access.SecretHash;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.queue.MessagesRejectedException;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.core.queue.QueueConsumer;
import io.logaggregator.core.queue.QueueUnavailableException;
import io.logaggregator.gateways.Gateways;
import io.logaggregator.gateways.http.HttpGateway;
import io.logaggregator.gateways.http.Route;
import io.logaggregator.server.access.AccessPorts;
import io.logaggregator.server.access.FakeApiKeys;
import io.logaggregator.server.http.WebLayer;
import io.logaggregator.server.settings.AggregatorSettings.EnrichmentSettings;
import io.logaggregator.server.settings.ApiSettings;
import io.logaggregator.server.settings.ExampleSettings;
import io.logaggregator.server.settings.GatewaySettings;
import io.logaggregator.server.settings.GatewaySettings.Port;
import io.logaggregator.server.settings.HttpSettings;
import io.logaggregator.server.settings.QueueSettings;
import io.logaggregator.server.settings.QueueSettings.TopicFormat;
import io.logaggregator.server.settings.values.OptionalFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The common rules of all gateways, and the responses of each, on a real Tomcat and a queue in memory. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        classes = GatewayProtocolIT.Application.class,
        properties = {
            "management.endpoint.health.group.liveness.include=livenessState",
            "management.endpoint.health.group.readiness.include=readinessState"
        })
class GatewayProtocolIT {

    private static final String KEY = AccessPorts.KEY;
    private static final String NDJSON = "application/x-ndjson";
    private static final String BULK = """
            {"create":{"_index":"shop","_id":"a1"}}
            {"@timestamp":"2026-11-23T11:59:00Z","message":"hello","host":"web-1"}
            """;

    private final HttpClient client = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Autowired
    private QueueInMemory queue;

    @Autowired
    private Gateways gateways;

    @Autowired
    private FakeApiKeys keys;

    @BeforeEach
    void reset() {
        queue.reset();
    }

    @Test
    void routesWithoutKey_are401InTheFormOfTheProtocol() throws Exception {
        for (HttpGateway gateway :
                gateways.all().stream().filter(each -> !each.isGrpc()).toList()) {
            for (Route route : gateway.routes()) {
                for (String method : route.methods()) {
                    String path = route.path().replace("**", "x").replace("*", "x");
                    HttpResponse<String> response = send(request(path).method(method, body("{}")));

                    assertThat(response.statusCode()).as(method + " " + path).isEqualTo(401);
                    assertThat(response.body()).doesNotContain("about:blank");
                    assertThat(response.headers().firstValue("WWW-Authenticate"))
                            .hasValueSatisfying(
                                    challenge -> assertThat(challenge).startsWith("Basic"));
                }
            }
        }
    }

    @Test
    void wrongKey_is401EvenAfterManyAttempts() throws Exception {
        for (int i = 0; i <= AccessPorts.FAILED_ATTEMPTS + 1; i++) {
            HttpRequest.Builder wrong = request("/es/_bulk").header("X-API-Key", "a-wrong-key-of-some-length");
            assertThat(send(wrong.POST(body(BULK))).statusCode()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer %s", "Token %s", "Splunk %s", "ApiKey %s"})
    void key_isAcceptedInTheHeaderOfEachClient(String credentials) throws Exception {
        HttpRequest.Builder get = request("/es/").header("Authorization", credentials.formatted(KEY));

        assertThat(send(get.GET()).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "ApiKey"})
    void keyAsPassword_isAcceptedAtGatewaysOnly(String scheme) throws Exception {
        String credentials = scheme + " " + Base64.getEncoder().encodeToString(("elastic:" + KEY).getBytes(UTF_8));

        assertThat(send(request("/es/").header("Authorization", credentials).GET())
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(request("/api/v1/logs")
                                .header("Authorization", credentials)
                                .GET())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void keyInUrl_isRefusedWithHint() throws Exception {
        assertThat(send(request("/es/_bulk?u=me&p=" + KEY).POST(body(BULK))))
                .returns(401, HttpResponse::statusCode)
                .satisfies(response -> assertThat(response.body()).contains("Credentials in the URL are refused"));
    }

    @Test
    void keyWithoutScope_is403() throws Exception {
        HttpRequest.Builder get = request("/es/").header("X-API-Key", newKey(Scope.READ, "*"));

        assertThat(send(get.GET()).statusCode()).isEqualTo(403);
    }

    @Test
    void unavailableQueue_is503WithRetryAfter() throws Exception {
        queue.failures.set(1);

        HttpResponse<String> response = post("/es/_bulk", NDJSON, BULK);

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(response.body())
                .startsWith("{\"error\":{\"type\":\"unavailable_shards_exception\"")
                .endsWith(",\"status\":503}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void compressedBody_isDecompressed(String coding) throws Exception {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out =
                coding.equals("gzip") ? new GZIPOutputStream(compressed) : new DeflaterOutputStream(compressed)) {
            out.write(BULK.getBytes(UTF_8));
        }

        HttpResponse<String> response = send(withKey("/es/_bulk")
                .header("Content-Type", NDJSON)
                .header("Content-Encoding", coding)
                .POST(BodyPublishers.ofByteArray(compressed.toByteArray())));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(queue.published).hasSize(1);
    }

    @Test
    void unknownCoding_is415() throws Exception {
        assertThat(send(withKey("/es/_bulk").header("Content-Encoding", "br").POST(body(BULK)))
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void otherMethod_is405() throws Exception {
        assertThat(send(withKey("/es/_bulk").GET()).statusCode()).isEqualTo(405);
    }

    @Test
    void otherHost_isRefusedBeforeItIsAppended() throws Exception {
        String body = BULK + BULK.replace("web-1", "db-1");

        HttpResponse<String> response = send(request("/es/_bulk")
                .header("Authorization", "Bearer " + newKey(Scope.INGEST, "web-*"))
                .POST(body(body)));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .contains("\"errors\":true", "\"status\":201", "\"status\":403", "security_exception");
        assertThat(queue.published).hasSize(1);
    }

    @Test
    void bulk_hasAnItemForEachAction() throws Exception {
        String body = """
                {"index":{}}\r
                {"message":"one","host":"web-1"}\r

                {"delete":{"_id":"7"}}
                {"update":{"_id":"8"}}
                {"doc":{}}
                {"create":{"_index":"other"}}
                {"message":"two","host":"web-1"}
                {"create":{}}
                {"message":"three","host":"db-1"}
                """;

        HttpResponse<String> response = post("/es/shop/_bulk", NDJSON, body);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("X-Elastic-Product")).hasValue("Elasticsearch");
        assertThat(response.body()
                        .replaceAll("\"_version\".*?primary_term\":1,", "")
                        .replaceAll(",\"error\".*?}", ""))
                .isEqualTo("{\"took\":1,\"errors\":true,\"items\":["
                        + "{\"index\":{\"_index\":\"shop\",\"_id\":\"\",\"status\":201}},"
                        + "{\"delete\":{\"_index\":\"shop\",\"_id\":\"7\",\"status\":400}},"
                        + "{\"update\":{\"_index\":\"shop\",\"_id\":\"8\",\"status\":400}},"
                        + "{\"create\":{\"_index\":\"other\",\"_id\":\"\",\"status\":201}},"
                        + "{\"create\":{\"_index\":\"shop\",\"_id\":\"\",\"status\":201}}]}");
        assertThat(queue.published)
                .extracting(OutgoingMessage::topic, OutgoingMessage::format, QueueInMemory::key, QueueInMemory::value)
                .containsExactly(
                        tuple(
                                "logs",
                                "ecs",
                                "web-1",
                                "{\"message\":\"one\",\"host\":\"web-1\"}\n"
                                        + "{\"message\":\"two\",\"host\":\"web-1\"}"),
                        tuple("logs", "ecs", "db-1", "{\"message\":\"three\",\"host\":\"db-1\"}"));
    }

    @Test
    void bulkDocumentTooLargeForTheTopic_isItemOfItsOwn() throws Exception {
        queue.maxBytes = 200;
        String large = BULK.replace("hello", "x".repeat(300));

        HttpResponse<String> response = post("/es/_bulk", NDJSON, BULK + large + BULK);

        assertThat(response.body())
                .contains("\"status\":201}},{\"create\":{\"_index\":\"shop\",\"_id\":\"a1\",\"status\":400")
                .contains("mapper_parsing_exception");
        assertThat(queue.published).hasSize(2);
    }

    @Test
    void bulkThatIsNone_is400() throws Exception {
        assertThat(post("/es/_bulk", NDJSON, "hello").statusCode()).isEqualTo(400);
        assertThat(post("/es/_bulk", NDJSON, "").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /es, 8.19.0",
        "HEAD, /es/, ''",
        "GET, /es/_license, active",
        "GET, /es/_nodes/http, {}",
        "PUT, /es/_index_template/logs, acknowledged",
        "PUT, /es/_ilm/policy/filebeat, acknowledged",
        "GET, /es/_cluster/health, green"
    })
    void elasticsearchProbes_haveTheProductHeader(String method, String path, String content) throws Exception {
        HttpResponse<String> response = send(withKey(path).method(method, BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("X-Elastic-Product")).hasValue("Elasticsearch");
        assertThat(response.body()).contains(content);
    }

    @Test
    void otlp_hasResponseInTypeOfRequest() throws Exception {
        String logs = """
                {"resourceLogs":[{"resource":{"attributes":[{"key":"host.name","value":{"stringValue":"web-1"}}]},
                  "scopeLogs":[{"logRecords":[{"timeUnixNano":"1795966971123456789","severityNumber":17,
                    "body":{"stringValue":"payment failed"}}, {"severityNumber":"seventeen"}]}]}]}""";

        HttpResponse<String> response = post("/v1/logs", "application/json", logs);
        assertThat(response).returns(200, HttpResponse::statusCode).returns("{}", HttpResponse::body);
        assertThat(queue.published).extracting(QueueInMemory::key).containsExactly("web-1");

        queue.failures.set(1);
        HttpResponse<String> failed = post("/otlp/v1/logs", "application/json", logs);
        assertThat(failed)
                .returns(503, HttpResponse::statusCode)
                .returns("{\"code\":14,\"message\":\"The queue is unavailable.\"}", HttpResponse::body);
        assertThat(post("/v1/logs", "text/plain", logs).statusCode()).isEqualTo(415);
        assertThat(post("/v1/logs", "application/json", "{").statusCode()).isEqualTo(400);
    }

    @Test
    void loki_is204() throws Exception {
        String push = """
                {"streams":[{"stream":{"host":"web-1","level":"error"},"values":[["1795966971123456789","payment failed"]]}]}""";

        assertThat(post("/loki/api/v1/push", "application/json", push))
                .returns(204, HttpResponse::statusCode)
                .returns("", HttpResponse::body);
        assertThat(queue.published).extracting(QueueInMemory::key).containsExactly("web-1");

        queue.failures.set(1);
        assertThat(post("/api/prom/push", "application/json", push))
                .returns(503, HttpResponse::statusCode)
                .returns("The queue is unavailable.\n", HttpResponse::body);
        assertThat(post("/loki/api/v1/push", "application/x-protobuf", "hello").statusCode())
                .isEqualTo(400);
        assertThat(post("/loki/api/v1/push", "application/json", "hello").statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"test, 204", "prod, 403", "a|b, 403"})
    void tenant_isTheEnvironmentIfTheKeyAllows(String tenant, int status) throws Exception {
        String push = "{\"streams\":[{\"stream\":{},\"values\":[[\"1795966971123456789\",\"failed\"]]}]}";
        HttpRequest.Builder request = request("/loki/api/v1/push")
                .header("X-API-Key", newKey(Scope.INGEST, "*", "test"))
                .header("X-Scope-OrgID", tenant)
                .header("Content-Type", "application/json");

        assertThat(send(request.POST(body(push))).statusCode()).isEqualTo(status);
        assertThat(queue.published)
                .hasSize(status == 204 ? 1 : 0)
                .allSatisfy(message -> assertThat(QueueInMemory.value(message)).contains("\"environment\":\"test\""));
    }

    @ParameterizedTest
    @CsvSource({"/write?db=shop&precision=s", "/influx/api/v2/write?org=o&bucket=b"})
    void influx_is204(String path) throws Exception {
        String points = "cpu,host=web-1 usage=1.5 1795966971\nmem,host=web-2 used=7i\nbroken\n";

        assertThat(post(path, "text/plain", points).statusCode()).isEqualTo(204);
        assertThat(queue.published).extracting(QueueInMemory::key).containsExactlyInAnyOrder("web-1", "web-2", "");

        queue.failures.set(1);
        assertThat(post(path, "text/plain", points))
                .returns(503, HttpResponse::statusCode)
                .satisfies(response ->
                        assertThat(response.body()).containsAnyOf("{\"error\":", "{\"code\":\"unavailable\""));
    }

    @Test
    void influxProbes_areAnswered() throws Exception {
        assertThat(send(withKey("/ping").GET()).statusCode()).isEqualTo(204);
        assertThat(post("/query?q=CREATE%20DATABASE%20shop", "application/x-www-form-urlencoded", "")
                        .body())
                .isEqualTo("{\"results\":[{\"statement_id\":0}]}");
        assertThat(send(withKey("/influx/health").GET()).body()).contains("\"status\":\"pass\"");
    }

    @Test
    void remoteWrite_statesWrittenSamples() throws Exception {
        byte[] series = {0x0A, 0x0B, 0x0A, 0x09, 0x0A, 0x01, 'a', 0x12, 0x04, 'b', 'b', 'b', 'b'};
        assertThat(remoteWrite("application/x-protobuf", series).statusCode()).isEqualTo(204);

        HttpResponse<String> second =
                remoteWrite("application/x-protobuf;proto=io.prometheus.write.v2.Request", new byte[] {0x22, 0});
        assertThat(second.statusCode()).isEqualTo(204);
        assertThat(second.headers().firstValue("X-Prometheus-Remote-Write-Samples-Written"))
                .hasValue("0");

        assertThat(remoteWrite("application/x-protobuf;proto=other", series).statusCode())
                .isEqualTo(415);
        assertThat(post("/api/v1/write", "application/x-protobuf", "hello").statusCode())
                .isEqualTo(400);
    }

    /** Sends a body as one literal of snappy. */
    private HttpResponse<String> remoteWrite(String type, byte[] body) throws Exception {
        byte[] block = new byte[body.length + 2];
        block[0] = (byte) body.length;
        block[1] = (byte) ((body.length - 1) << 2);
        System.arraycopy(body, 0, block, 2, body.length);
        return send(withKey("/api/v1/write")
                .header("Content-Type", type)
                .header("Content-Encoding", "snappy")
                .POST(BodyPublishers.ofByteArray(block)));
    }

    @Test
    void collectd_is204() throws Exception {
        String values = """
                [{"values":[12.5],"dstypes":["gauge"],"dsnames":["value"],"time":1795966971.123,"interval":10,"host":"web-1",
                  "plugin":"load","plugin_instance":"","type":"load","type_instance":""},
                 {"values":[7],"dstypes":["gauge"],"dsnames":["value"],"time":1795966971.123,"interval":10,"host":"web-1",
                  "plugin":"users","plugin_instance":"","type":"users","type_instance":""}]""";

        assertThat(post("/collectd", "application/json", values).statusCode()).isEqualTo(204);
        assertThat(queue.published).extracting(QueueInMemory::key).containsExactly("web-1");
    }

    @Test
    void nestedHostOfEcs_isTheKey() throws Exception {
        post("/es/_bulk", NDJSON, "{\"index\":{}}\n{\"message\":\"m\",\"host\":{\"name\":\"web-9\"}}");

        assertThat(queue.published).extracting(QueueInMemory::key).containsExactly("web-9");
    }

    @Test
    void gelf_is202() throws Exception {
        HttpResponse<String> response = post(
                "/gelf",
                "application/json",
                "{\"version\":\"1.1\",\"host\":\"web-1\",\"short_message\":\"m\",\"level\":3}\0");

        assertThat(response).returns(202, HttpResponse::statusCode).returns("", HttpResponse::body);
        assertThat(queue.published).extracting(QueueInMemory::key).containsExactly("web-1");
    }

    @Test
    void splunkEvents_areSplitByHost() throws Exception {
        String body = """
                {"time":1795966971.5,"host":"web-1","event":"one"}{"host":"web-2","event":{"message":"two"}}
                {"host":"web-1","event":"three"}""";

        HttpResponse<String> response = send(request("/services/collector/event")
                .header("Authorization", "Splunk " + KEY)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(body(body)));

        assertThat(response)
                .returns(200, HttpResponse::statusCode)
                .returns("{\"text\":\"Success\",\"code\":0}", HttpResponse::body);
        assertThat(queue.published).extracting(QueueInMemory::key).containsExactly("web-1", "web-2");
    }

    @Test
    void splunkRawLines_haveTheHostOfTheRequest() throws Exception {
        post("/services/collector/raw?host=web%2D7", "text/plain", "one\n\ntwo\r\n");

        assertThat(queue.published).singleElement().satisfies(message -> {
            assertThat(QueueInMemory.key(message)).isEqualTo("web-7");
            assertThat(QueueInMemory.value(message))
                    .isEqualTo("{\"host\":\"web-7\",\"event\":\"one\"}\n{\"host\":\"web-7\",\"event\":\"two\"}");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | /services/collector/health | '' | 200 | {\"text\":\"HEC is healthy\",\"code\":17}",
                "POST | /services/collector/ack | {\"acks\":[1,22]} | 200 | {\"acks\":{\"1\":true,\"22\":true}}",
                "POST | /services/collector | '' | 400 | {\"text\":\"No data\",\"code\":5}",
                "OPTIONS | /services/collector/event | '' | 200 | ''"
            })
    void splunk_respondsWithItsCodes(String method, String path, String body, int status, String reply)
            throws Exception {
        HttpResponse<String> response = send(withKey(path).method(method, body(body)));

        assertThat(response).returns(status, HttpResponse::statusCode).returns(reply, HttpResponse::body);
    }

    @Test
    void journalEntries_areAppendedWhileTheyArrive() throws Exception {
        String credentials = Base64.getEncoder().encodeToString(("any:" + KEY).getBytes(UTF_8));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            OutputStream upload = socket.getOutputStream();
            upload.write(("POST /upload HTTP/1.1\r\nHost: a\r\nAuthorization: Basic " + credentials
                            + "\r\nContent-Type: application/vnd.fdo.journal\r\nTransfer-Encoding: chunked\r\n"
                            + "Connection: close\r\n\r\n")
                    .getBytes(UTF_8));
            upload.write(chunk("MESSAGE=one\n_HOSTNAME=web-1\n\nMESS"));
            await().atMost(Duration.ofMinutes(5)).until(() -> queue.published.size() == 1);

            queue.failures.set(2);
            upload.write(chunk("AGE=two\n_HOSTNAME=web-1\n\n"));
            await().atMost(Duration.ofMinutes(5)).until(() -> queue.published.size() == 2);
            upload.write(chunk(""));

            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 202")
                    .contains("OK.");
        }
        assertThat(queue.published)
                .extracting(OutgoingMessage::format, QueueInMemory::key, QueueInMemory::value)
                .containsExactly(
                        tuple("journald", "web-1", "{\"MESSAGE\":\"one\",\"_HOSTNAME\":\"web-1\"}"),
                        tuple("journald", "web-1", "{\"MESSAGE\":\"two\",\"_HOSTNAME\":\"web-1\"}"));
    }

    private static byte[] chunk(String text) {
        return (Integer.toHexString(text.length()) + "\r\n" + text + "\r\n").getBytes(UTF_8);
    }

    @Test
    void largeJournalUpload_isAppendedInParts() throws Exception {
        String entry = "_HOSTNAME=web-1\nMESSAGE=" + "x".repeat(100_000) + "\n\n";

        assertThat(post("/upload", "application/vnd.fdo.journal", entry.repeat(80))
                        .statusCode())
                .isEqualTo(202);
        assertThat(queue.published.stream()
                        .mapToLong(message -> message.value().length)
                        .sum())
                .isGreaterThan(80 * 100_000);
    }

    @Test
    void journalUpload_isRefusedIfNothingOfItIsValidOrPermitted() throws Exception {
        assertThat(post("/upload", "application/vnd.fdo.journal", "hello\n").statusCode())
                .isEqualTo(400);
        HttpRequest.Builder other = request("/upload").header("X-API-Key", newKey(Scope.INGEST, "db-*"));
        assertThat(send(other.POST(body("MESSAGE=one\n_HOSTNAME=web-1\n\n"))).statusCode())
                .isEqualTo(403);
        assertThat(queue.published).isEmpty();
    }

    private HttpResponse<String> post(String path, String type, String body) throws Exception {
        return send(withKey(path).header("Content-Type", type).POST(body(body)));
    }

    private HttpRequest.Builder withKey(String path) {
        return request(path).header("X-API-Key", KEY);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpRequest.BodyPublisher body(String text) {
        return BodyPublishers.ofString(text);
    }

    private String newKey(Scope scope, String host) {
        return newKey(scope, host, "*");
    }

    private String newKey(Scope scope, String host, String environment) {
        String secret = "secret-" + UUID.randomUUID();
        ApiKey key = new ApiKey(
                UUID.randomUUID(),
                secret,
                Set.of(scope),
                new Glob(host),
                new Glob(environment),
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        keys.create(key, SecretHash.of(secret), new Actor("test", "127.0.0.1", ""));
        return secret;
    }

    /** A queue that records messages. */
    static final class QueueInMemory implements MessageQueue {

        final List<OutgoingMessage> published = new CopyOnWriteArrayList<>();
        final AtomicInteger failures = new AtomicInteger();
        volatile int maxBytes;

        void reset() {
            published.clear();
            failures.set(0);
            maxBytes = Integer.MAX_VALUE;
        }

        static String key(OutgoingMessage message) {
            return message.key() == null ? "" : new String(message.key(), UTF_8);
        }

        static String value(OutgoingMessage message) {
            return new String(message.value(), UTF_8);
        }

        @Override
        public QueueConsumer openConsumer() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void publish(List<OutgoingMessage> messages) {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new QueueUnavailableException("unavailable", null);
            }
            TreeMap<Integer, String> rejected = new TreeMap<>();
            List<OutgoingMessage> stored = new ArrayList<>();
            for (int i = 0; i < messages.size(); i++) {
                if (messages.get(i).value().length > maxBytes) {
                    rejected.put(i, "too large");
                } else {
                    stored.add(messages.get(i));
                }
            }
            published.addAll(stored);
            if (!rejected.isEmpty()) {
                throw new MessagesRejectedException(rejected);
            }
        }

        @Override
        public void check() {}

        @Override
        public void close() {}
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @Import(GatewayConfiguration.class)
    static class Application extends WebLayer {

        /** An own port of each protocol. */
        @Bean
        @Override
        protected GatewaySettings gatewaySettings() {
            return ExampleSettings.gateways(
                    Gateways.names().stream().map(name -> new Port(name, 0)).toList());
        }

        @Bean
        QueueInMemory queue() {
            return new QueueInMemory();
        }

        @Bean
        ApiSettings apiSettings() {
            return ExampleSettings.api();
        }

        @Bean
        HttpSettings httpSettings() {
            return ExampleSettings.http();
        }

        @Bean
        EnrichmentSettings enrichmentSettings() {
            return new EnrichmentSettings("prod", "", "", List.of(), ZoneOffset.UTC, Duration.ofMinutes(10));
        }

        @Bean
        QueueSettings queueSettings() {
            return new QueueSettings(
                    List.of(TopicFormat.of("system-metrics=agent"), TopicFormat.of("logs=log")),
                    new QueueSettings.Kafka(
                            "unused:1", "unused", "", Duration.ofSeconds(1), OptionalFile.of(""), Map.of()));
        }
    }
}
