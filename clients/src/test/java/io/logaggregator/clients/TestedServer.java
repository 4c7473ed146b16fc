package io.logaggregator.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.agent.cli.Main;
import io.logaggregator.server.AggregatorServer;
import io.logaggregator.server.listeners.Listeners;
import io.logaggregator.testkit.ChildJvm;
import io.logaggregator.testkit.TemporaryDirectory;
import io.logaggregator.testkit.TestKafka;
import io.logaggregator.testkit.TestPostgres;
import io.logaggregator.testkit.security.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server in this JVM, with topics and a database of its own, and what clients sent to it. Thread-safe. */
final class TestedServer implements AutoCloseable {

    static final String KEY = "key-of-the-clients-in-tests";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2); // clients truncate or round to seconds

    private final Instant started = Instant.now();
    private final HttpClient client;
    private final String scheme;
    private final Topics topics;
    private final ConfigurableApplicationContext context;

    private TestedServer(
            Topics topics, TestPostgres.Database database, HttpClient client, String scheme, List<String> settings) {
        this.client = client;
        this.scheme = scheme;
        this.topics = topics;
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--aggregator.security.api-key=" + KEY,
                "--aggregator.api.requests-per-minute=0",
                "--aggregator.canary.interval=0s",
                "--aggregator.ingest.consumers=1",
                "--aggregator.database.url=" + database.jdbcUrl(),
                "--aggregator.database.user=" + database.user(),
                "--aggregator.database.password=" + database.password(),
                "--aggregator.queue.kafka.bootstrap-servers=" + topics.bootstrapServers(),
                "--aggregator.queue.kafka.group-id=" + topics.logs(),
                "--aggregator.queue.topics=" + topics.agents() + "=agent," + topics.logs() + "=log," + topics.collectd()
                        + "=collectd",
                "--aggregator.gateways.ports=otlp-grpc=0",
                // of the clients on the class path, which Spring Boot would configure
                "--management.graphite.metrics.export.enabled=false",
                "--management.influx.metrics.export.enabled=false",
                "--management.otlp.metrics.export.enabled=false"));
        arguments.addAll(settings);
        context = new SpringApplicationBuilder(AggregatorServer.class).run(arguments.toArray(String[]::new));
        await().untilAsserted(() -> get("/actuator/health/readiness")); // the schema is there
    }

    private static TestedServer plain() {
        List<String> listeners = new ArrayList<>();
        for (String protocol : List.of("syslog", "gelf", "forward", "graphite")) {
            listeners.addAll(listener(protocol, 0, KEY));
        }
        listeners.add("--aggregator.listeners.graphite.host-template=host.*");
        return start(HttpClient.newHttpClient(), "http", listeners);
    }

    private static TestedServer start(HttpClient client, String scheme, List<String> settings) {
        TestKafka kafka = TestKafka.shared();
        Topics topics =
                new Topics(kafka.bootstrapServers(), kafka.createTopic(1), kafka.createTopic(1), kafka.createTopic(1));
        var server = new TestedServer(topics, TestPostgres.shared().newDatabase(), client, scheme, settings);
        TemporaryDirectory.closeBeforeDeletion(server);
        return server;
    }

    /** Starts a server with queues and a database that others use too. The caller closes it. */
    static TestedServer start(Topics topics, TestPostgres.Database database, List<String> settings) {
        return new TestedServer(topics, database, HttpClient.newHttpClient(), "http", settings);
    }

    /** Settings of a listener with the name of its protocol. */
    static List<String> listener(String protocol, int port, String key) {
        String prefix = "--aggregator.listeners." + protocol;
        return List.of(prefix + ".protocol=" + protocol, prefix + ".port=" + port, prefix + ".key=" + key);
    }

    private static TestedServer withTls(TestAuthority authority) {
        TestAuthority.Issued issued = authority.issue("127.0.0.1", "ip:127.0.0.1");
        List<String> settings = new ArrayList<>(listener("syslog", 0, KEY));
        settings.add("--aggregator.listeners.syslog.transport=tls");
        settings.add("--aggregator.listeners.syslog.ssl.bundle=aggregator-http");
        settings.add("--aggregator.http.tls.certificate=" + issued.certificate());
        settings.add("--aggregator.http.tls.key=" + issued.key());
        return start(
                HttpClient.newBuilder().sslContext(authority.clientContext()).build(), "https", settings);
    }

    /** The server that all tests of this JVM share. */
    static TestedServer shared() {
        return Shared.SERVER;
    }

    /** The server with a certificate of {@link #authority} at its ports and its listener for syslog. */
    static TestedServer sharedWithTls() {
        return SharedWithTls.SERVER;
    }

    /** The authority of the server with TLS. */
    static TestAuthority authority() {
        return SharedWithTls.AUTHORITY;
    }

    int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    /** The port of a listener, which has the name of its protocol. */
    int port(String listener) {
        return context.getBean(Listeners.class).port(listener);
    }

    /** The own port for OTLP over gRPC. */
    int grpcPort() {
        var server = (TomcatWebServer) ((ServletWebServerApplicationContext) context).getWebServer();
        return Objects.requireNonNull(server)
                .getTomcat()
                .getService()
                .findConnectors()[1]
                .getLocalPort(); // after that of the server
    }

    String bootstrapServers() {
        return topics.bootstrapServers();
    }

    /** Starts an agent with a configuration, which reports each second. */
    ChildJvm startAgent(String host, Path directory, String configuration) throws IOException {
        Files.writeString(directory.resolve("agent.yaml"), configuration);
        List<String> arguments = new ArrayList<>(List.of("--config", "agent.yaml", "--host", host));
        arguments.addAll(List.of("--bootstrap-servers", topics.bootstrapServers()));
        arguments.addAll(List.of("--metrics-topic", topics.agents(), "--logs-topic", topics.logs()));
        arguments.addAll(List.of("--interval", "1s", "--scrape-interval", "1s", "--statsd-interval", "1s"));
        return ChildJvm.start(Main.class, directory, Map.of(), arguments.toArray(String[]::new));
    }

    /** The topic of log records in any layout. */
    String logTopic() {
        return topics.logs();
    }

    /** The topic of collectd's value lists. */
    String collectdTopic() {
        return topics.collectd();
    }

    /** Awaits the only log event with this message, and checks that its time is after the start of the test. */
    JsonNode awaitLog(String message) {
        JsonNode event = awaitOnly(message);
        assertThat(time(event))
                .isBetween(started.minus(CLOCK_TOLERANCE), Instant.now().plus(CLOCK_TOLERANCE));
        return event;
    }

    /** Awaits the only log event with this message, which must have this time. */
    JsonNode awaitLog(String message, Instant time) {
        JsonNode event = awaitOnly(message);
        assertThat(time(event)).isEqualTo(time);
        return event;
    }

    private JsonNode awaitOnly(String message) {
        List<JsonNode> found = await().until(() -> logs(message), logs -> !logs.isEmpty());
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().get("message").asString()).isEqualTo(message);
        return found.getFirst();
    }

    private static Instant time(JsonNode event) {
        return Instant.parse(event.get("observedAt").asString());
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

    /** Whether there is a sample of a metric of any host. */
    boolean hasPoint(String metric, Instant from, Instant to) {
        return !points(get("/api/v1/metrics/series?step=1s&name=" + encode(metric) + "&from=" + from + "&to=" + to))
                .isEmpty();
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
        return JSON.readTree(send(request(path, KEY).build(), 200));
    }

    /** Creates a resource, and returns it. */
    JsonNode post(String path, String json) {
        return JSON.readTree(send(
                request(path, KEY)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build(),
                201));
    }

    void delete(String path) {
        send(request(path, KEY).DELETE().build(), 204);
    }

    /** Whether a key can send: the empty request has no data. */
    boolean accepts(String key) {
        HttpRequest request = request("/v1/logs", key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))
                .build();
        return respond(request).statusCode() == 200;
    }

    private HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(URI.create(scheme + "://127.0.0.1:" + port() + path))
                .header("X-API-Key", key);
    }

    private String send(HttpRequest request, int status) {
        HttpResponse<String> response = respond(request);
        assertThat(response.statusCode())
                .as("%s: %s", request.uri(), response.body())
                .isEqualTo(status);
        return response.body();
    }

    private HttpResponse<String> respond(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
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

    @Override
    public void close() {
        context.close();
    }

    /** The queues of a server. */
    record Topics(String bootstrapServers, String agents, String logs, String collectd) {}

    private static final class Shared {

        static final TestedServer SERVER = plain();
    }

    private static final class SharedWithTls {

        static final TestAuthority AUTHORITY = TestAuthority.create(TemporaryDirectory.create("authority"));
        static final TestedServer SERVER = withTls(AUTHORITY);
    }
}
