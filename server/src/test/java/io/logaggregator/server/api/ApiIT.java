package io.logaggregator.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.server.AggregatorServer;
import io.logaggregator.testkit.TestKafka;
import io.logaggregator.testkit.TestPostgres;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Data sent to the API can be queried again, through a real Kafka and PostgreSQL. */
class ApiIT {

    private static final String KEY = "a-key-of-twenty-characters";
    private static final JsonMapper JSON = new JsonMapper();

    private static final HttpClient client = HttpClient.newHttpClient();
    private static ConfigurableApplicationContext server;

    @BeforeAll
    static void sendEverything() throws Exception {
        server = start();
        String now = Instant.now().toString();
        String log = """
                {"timestamp": "%s", "host": "web-1", "level": "ERROR", "application": "shop", "message": "it timed out",
                 "tags": ["slow"], "metadata": {"status": 503}}
                """.formatted(now).replace("\n", "");
        String other = """
                {"timestamp": "%s", "host": "db-1", "level": "INFO", "message": "checkpoint"}
                """.formatted(now);
        String agent = """
                {"timestamp": "%s", "host": {"os": "linux", "arch": "amd64", "hostname": "web-1", "cpu_cores": 4},
                 "metrics": {"cpu_usage": 25.0, "memory_usage": 1000, "total_memory": 4000, "memory_usage_percent": 25.0},
                 "processes": {"total_count": 1, "list": [
                   {"name": "java", "pid": 7, "cpu_percent": 150.0, "memory_usage": 500, "status": "R"}]}}
                """.formatted(now);
        assertThat(post("logs", "application/x-ndjson", log + "\n" + other).statusCode())
                .isEqualTo(202);
        assertThat(post("metrics", "application/json", agent).statusCode()).isEqualTo(202);
        await().atMost(Duration.ofMinutes(5)).untilAsserted(() -> {
            assertThat(get("/logs").get("items").size()).isEqualTo(2);
            assertThat(get("/hosts").get("items").size()).isEqualTo(2);
            assertThat(get("/metrics").get("items").isEmpty()).isFalse();
        });
    }

    private static ConfigurableApplicationContext start() {
        TestPostgres.Database database = TestPostgres.shared().newDatabase();
        TestKafka kafka = TestKafka.shared();
        return new SpringApplicationBuilder(AggregatorServer.class)
                .run(
                        "--server.port=0",
                        "--aggregator.security.api-key=" + KEY,
                        "--aggregator.canary.interval=0s",
                        "--aggregator.database.url=" + database.jdbcUrl(),
                        "--aggregator.database.user=" + database.user(),
                        "--aggregator.database.password=" + database.password(),
                        "--aggregator.queue.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                        "--aggregator.queue.kafka.group-id=" + kafka.createTopic(1),
                        "--aggregator.queue.topics=" + kafka.createTopic(2) + "=agent," + kafka.createTopic(2)
                                + "=log");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void relativeTimes_areTruncatedToSeconds() throws Exception {
        String wholeSecond = "....-..-..T..:..:..Z";

        JsonNode histogram = get("/logs/histogram?from=-1h");

        assertThat(histogram.get("from").asString()).matches(wholeSecond);
        assertThat(histogram.get("to").asString()).matches(wholeSecond);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timed",
                "\"timed out\"",
                "level:ERROR",
                "level:err*",
                "level>=WARN",
                "level>INFO",
                "level:[ERROR TO FATAL]",
                "host:web-*",
                "HOST:WEB-1",
                "tag:slow",
                "application:shop",
                "application:*",
                "attributes.status:503",
                "metadata.status:[500 TO 599]",
                "metadata.status>=500",
                "metadata.status:*",
                "NOT checkpoint",
                "NOT (host:db-1 OR nothing)",
                "level:ERROR host:web-* \"timed out\" metadata.status:[500 TO 599] NOT application:cron"
            })
    void query_findsTheOneEventItMeans(String query) throws Exception {
        JsonNode items = get("/logs?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                .get("items");

        assertThat(items.size()).isEqualTo(1);
        assertThat(items.get(0).get("message").asString()).isEqualTo("it timed out");
        assertThat(items.get(0).get("attributes").get("status").asInt()).isEqualTo(503);
    }

    @Test
    void pages_containEachEventOnce() throws Exception {
        JsonNode first = get("/logs?limit=1");
        JsonNode second = get("/logs?limit=1&cursor=" + first.get("nextCursor").asString());

        assertThat(List.of(host(first), host(second))).containsExactlyInAnyOrder("web-1", "db-1");
        assertThat(second.get("nextCursor").isNull()).isTrue();
    }

    @Test
    void log_isFoundByIdWithItsContext() throws Exception {
        String id = get("/logs?host=web-1").get("items").get(0).get("id").asString();

        assertThat(get("/logs/" + id).get("message").asString()).isEqualTo("it timed out");
        assertThat(get("/logs/" + id + "/context").get("event").get("id").asString())
                .isEqualTo(id);
    }

    @Test
    void logs_areCounted() throws Exception {
        JsonNode histogram = get("/logs/histogram?from=-1h");
        assertThat(histogram.get("items").get(0).get("total").asInt()).isEqualTo(2);
        assertThat(get("/logs/fields").get("items").toString())
                .contains("\"host\"")
                .contains("attributes.status");
    }

    @Test
    void host_hasItsLatestValuesAndProcesses() throws Exception {
        JsonNode host = get("/hosts/web-1");
        assertThat(host.get("cpuUtilization").asDouble()).isEqualTo(0.25);
        assertThat(host.get("memoryUtilization").asDouble()).isEqualTo(0.25);
        assertThat(host.get("processCount").asInt()).isEqualTo(1);
        assertThat(host.get("cpuCount").asInt()).isEqualTo(4);
        assertThat(host.get("os").asString()).isEqualTo("linux");

        JsonNode process = get("/hosts/web-1/processes").get("items").get(0);
        assertThat(process.get("cpuRatio").asDouble()).isEqualTo(1.5);
    }

    @Test
    void series_containsItsSamples() throws Exception {
        JsonNode series =
                get("/metrics/series?name=system.cpu.utilization&host=web-1").get("items");

        assertThat(series.get(0).get("points").get(0).get("avg").asDouble()).isEqualTo(0.25);
    }

    @Test
    void ledger_balancesWithTheRowsCounted() throws Exception {
        JsonNode integrity = get("/integrity?count=true");

        assertThat(integrity.get("balanced").asBoolean()).isTrue();
        assertThat(integrity.get("total").get("messages").asInt()).isEqualTo(3);
        assertThat(get("/rejected").get("items").isEmpty()).isTrue();
    }

    private static String host(JsonNode page) {
        return page.get("items").get(0).get("host").asString();
    }

    private static JsonNode get(String path) throws Exception {
        HttpResponse<String> response = client.send(request(path).build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private static HttpResponse<String> post(String resource, String type, String body) throws Exception {
        HttpRequest.Builder request = request("/" + resource).header("Content-Type", type);
        return client.send(request.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        String port = server.getEnvironment().getRequiredProperty("local.server.port");
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1" + path))
                .header("X-API-Key", KEY);
    }
}
