package io.logaggregator.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.server.AggregatorServer;
import io.logaggregator.server.listeners.Listeners;
import io.logaggregator.testkit.TemporaryDirectory;
import io.logaggregator.testkit.TestKafka;
import io.logaggregator.testkit.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server in this JVM, with topics and a database of its own, and what clients sent to it. Thread-safe. */
final class TestedServer {

    static final String KEY = "key-of-the-clients-in-tests";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2); // clients truncate or round to seconds

    private final Instant started = Instant.now();
    private final HttpClient client = HttpClient.newHttpClient();
    private final String bootstrapServers;
    private final String logTopic;
    private final String collectdTopic;
    private final ConfigurableApplicationContext context;

    private TestedServer(TestKafka kafka, TestPostgres.Database database) {
        bootstrapServers = kafka.bootstrapServers();
        logTopic = kafka.createTopic(1);
        collectdTopic = kafka.createTopic(1);
        context = new SpringApplicationBuilder(AggregatorServer.class)
                .run(
                        "--server.port=0",
                        "--aggregator.security.api-key=" + KEY,
                        "--aggregator.api.requests-per-minute=0",
                        "--aggregator.canary.interval=0s",
                        "--aggregator.ingest.consumers=1",
                        "--aggregator.database.url=" + database.jdbcUrl(),
                        "--aggregator.database.user=" + database.user(),
                        "--aggregator.database.password=" + database.password(),
                        "--aggregator.queue.kafka.bootstrap-servers=" + bootstrapServers,
                        "--aggregator.queue.kafka.group-id=" + logTopic,
                        "--aggregator.queue.topics=" + kafka.createTopic(1) + "=agent," + logTopic + "=log,"
                                + collectdTopic + "=collectd",
                        "--aggregator.listeners.syslog.protocol=syslog",
                        "--aggregator.listeners.syslog.port=0",
                        "--aggregator.listeners.syslog.key=" + KEY,
                        "--aggregator.listeners.gelf.protocol=gelf",
                        "--aggregator.listeners.gelf.port=0",
                        "--aggregator.listeners.gelf.key=" + KEY,
                        "--aggregator.listeners.forward.protocol=forward",
                        "--aggregator.listeners.forward.port=0",
                        "--aggregator.listeners.forward.key=" + KEY,
                        "--aggregator.listeners.graphite.protocol=graphite",
                        "--aggregator.listeners.graphite.port=0",
                        "--aggregator.listeners.graphite.key=" + KEY,
                        "--aggregator.listeners.graphite.host-template=host.*",
                        // of the clients on the class path, which Spring Boot would configure
                        "--management.graphite.metrics.export.enabled=false",
                        "--management.influx.metrics.export.enabled=false",
                        "--management.otlp.metrics.export.enabled=false");
        await().untilAsserted(() -> get("/actuator/health/readiness")); // the schema is there
    }

    /** The server that all tests of this JVM share. */
    static TestedServer shared() {
        return Shared.SERVER;
    }

    int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    /** The port of a listener, which has the name of its protocol. */
    int port(String listener) {
        return context.getBean(Listeners.class).port(listener);
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    /** The topic of log records in any layout. */
    String logTopic() {
        return logTopic;
    }

    /** The topic of collectd's value lists. */
    String collectdTopic() {
        return collectdTopic;
    }

    /** Awaits the only log event with this text, and checks that its time is after the start of the test. */
    JsonNode awaitLog(String message) {
        List<JsonNode> found = await().until(() -> logs(message), logs -> !logs.isEmpty());
        assertThat(found).hasSize(1);
        assertThat(Instant.parse(found.getFirst().get("observedAt").asString()))
                .isBetween(started.minus(CLOCK_TOLERANCE), Instant.now().plus(CLOCK_TOLERANCE));
        return found.getFirst();
    }

    /** Log events with this text. */
    List<JsonNode> logs(String message) {
        return items(get("/api/v1/logs?from=-1h&query=" + encode('"' + message + '"'))
                .get("items"));
    }

    /** Awaits points of a metric of a host and returns the newest. */
    JsonNode awaitPoint(String metric, String host) {
        String path = "/api/v1/metrics/series?from=-1h&name=" + encode(metric) + "&host=" + encode(host);
        JsonNode series = await().until(() -> get(path), found -> !points(found).isEmpty());
        return points(series).getLast();
    }

    private static List<JsonNode> points(JsonNode series) {
        List<JsonNode> points = new ArrayList<>();
        items(series.get("items")).forEach(one -> points.addAll(items(one.get("points"))));
        return points;
    }

    private static List<JsonNode> items(JsonNode array) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items;
    }

    private JsonNode get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .header("X-API-Key", KEY)
                .build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            assertThat(response.statusCode())
                    .as("%s: %s", path, response.body())
                    .isEqualTo(200);
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, UTF_8);
    }

    private static final class Shared {

        static final TestedServer SERVER =
                new TestedServer(TestKafka.shared(), TestPostgres.shared().newDatabase());

        static {
            TemporaryDirectory.closeBeforeDeletion(SERVER.context::close);
        }
    }
}
