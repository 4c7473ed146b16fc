package io.logaggregator.server.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.server.description.Description.Operation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server with one resource of each kind, and one key per scope. */
final class Prepared implements AutoCloseable {

    static final String HOST = "web-1";

    private static final JsonMapper JSON = new JsonMapper();

    private final RealServer server;
    private final HttpServer receiver;
    private final Map<String, String> keys = new ConcurrentHashMap<>();
    private final Map<String, String> definitions = new ConcurrentHashMap<>();
    private final String log;
    private final String alert;
    private final String rejected;
    private final String failing;

    private Prepared(RealServer server) throws Exception {
        this.server = server;
        await().atMost(Duration.ofMinutes(5))
                .until(() -> server.send(server.request("/actuator/health/readiness"))
                                .statusCode()
                        == 200);
        this.receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.createContext("/gone", exchange -> {
            exchange.sendResponseHeaders(410, -1);
            exchange.close();
        });
        receiver.start();
        create("channels", channel("receiver"));
        failing = create("channels", channel("gone"));
        put("thresholds", "{\"cpuUsagePercent\": 1}");
        server.bean(MessageQueue.class)
                .publish(List.of(new OutgoingMessage(
                        server.logTopic(), null, "[{\"host\": 1".getBytes(StandardCharsets.UTF_8))));
        post("logs", log(HOST));
        post("metrics", report(Duration.ofMinutes(5)));
        log = firstOf("logs?host=" + HOST);
        rejected = firstOf("rejected");
        alert = firstAlert();
        firstOf("notifications");
    }

    private static final String RULE = """
            {"name": "%s", "severities": {"HIGH": 9}, "condition": {"type": "noData"}}
            """;

    static Prepared start(RealServer server) throws Exception {
        return new Prepared(server);
    }

    RealServer server() {
        return server;
    }

    /** The path of an operation, with the id of something that is there: a new one where it could be changed. */
    String path(Operation operation) throws Exception {
        if (operation.path().startsWith("/api/v1/host")) {
            restoreHost(); // an operation may have removed it
        }
        String path = operation.path().replace("{host}", HOST);
        if (!path.contains("{id}")) {
            return path;
        }
        String kind = path.split("/", -1)[3];
        // the examples of a replacement have the same name each time, which two rules cannot have
        String id = kind.equals("rules") && operation.method().equals("PUT") ? definition(kind, RULE) : id(kind);
        return path.replace("{id}", id);
    }

    private void restoreHost() throws Exception {
        if (!hasHost()) {
            post("logs", log(HOST));
            await().atMost(Duration.ofMinutes(5)).until(this::hasHost);
        }
    }

    private boolean hasHost() throws Exception {
        return status("hosts/" + HOST) == 200;
    }

    private int status(String path) throws IOException, InterruptedException {
        return server.send(server.request("/api/v1/" + path).header("X-API-Key", RealServer.KEY))
                .statusCode();
    }

    private String id(String kind) throws Exception {
        return switch (kind) {
            case "logs" -> log;
            case "alerts" -> alert;
            case "rejected" -> rejected;
            case "notifications" -> notification();
            case "rules" -> create(kind, RULE.formatted(UUID.randomUUID()));
            case "channels" -> create(kind, channel(UUID.randomUUID().toString()));
            case "api-keys" -> create(kind, key(UUID.randomUUID().toString(), "READ"));
            case "silences" -> definition(kind, """
                        {"matchers": [{"name": "alertname", "value": "%s", "isRegex": false}], "comment": "of a test",
                         "endsAt": "2100-01-01T00:00:00Z"}
                        """);
            case "mute-intervals" -> definition(kind, """
                        {"name": "%s", "intervals": [{"weekdays": ["sunday"]}]}
                        """);
            case "inhibitions" -> definition(kind, """
                        {"name": "%s", "source": ["alertname=none"], "target": ["alertname=nothing"], "equal": ["host"]}
                        """);
            case "views" -> definition(kind, """
                        {"name": "%s", "address": "logs?from=-1h"}
                        """);
            default -> throw new IllegalArgumentException(kind + ": (expected: something that is prepared)");
        };
    }

    /** The last one of its kind, or a new one if that was deleted: their number is limited. */
    private String definition(String kind, String body) throws Exception {
        String last = definitions.get(kind);
        if (last != null && status(kind + "/" + last) == 200) {
            return last;
        }
        String created = create(kind, body.formatted(UUID.randomUUID()));
        definitions.put(kind, created);
        return created;
    }

    /** A failed notification, which can be sent again; any other one while the failing channel pauses between attempts. */
    private String notification() {
        return await().atMost(Duration.ofMinutes(5))
                .until(this::availableNotification, Optional::isPresent)
                .orElseThrow();
    }

    private Optional<String> availableNotification() throws Exception {
        JsonNode failure = get("channels/" + failing).get("failure");
        boolean isPaused = !failure.isNull() && !failure.get("nextAt").isNull();
        List<JsonNode> notifications =
                items("notifications?limit=100").valueStream().toList();
        return notifications.stream()
                .filter(item -> item.get("status").asString().equals("FAILED"))
                .findFirst()
                .or(() -> isPaused ? notifications.stream().findFirst() : Optional.empty())
                .map(item -> item.get("id").asString());
    }

    /** A key that has this scope and no other; the same one each time. */
    String keyOf(String scope) throws Exception {
        String known = keys.get(scope);
        if (known != null) {
            return known;
        }
        String made = newKey(key("only " + scope, scope));
        keys.put(scope, made);
        return made;
    }

    /** A key that may send for these hosts, and nothing else. */
    String keyForHosts(String hosts) throws Exception {
        return newKey("{\"name\": \"for " + hosts + "\", \"scopes\": [\"INGEST\"], \"host\": \"" + hosts + "\"}");
    }

    private String newKey(String body) throws Exception {
        String made = JSON.readTree(post("api-keys", body).body()).get("secret").asString();
        awaitGood(made);
        return made;
    }

    /** Every instance knows a new key within a second. */
    void awaitGood(String key) {
        await().until(() -> server.send(server.request("/api/v1/session").header("X-API-Key", key))
                        .statusCode()
                == 200);
    }

    private static String key(String name, String scope) {
        return "{\"name\": \"" + name + "\", \"scopes\": [\"" + scope.toUpperCase(Locale.ROOT) + "\"]}";
    }

    private String channel(String name) {
        return """
                {"name": "%1$s", "type": "webhook", "secret": "a-secret-of-a-channel", "url": "http://127.0.0.1:%2$d/%1$s"}
                """.formatted(name, receiver.getAddress().getPort());
    }

    private static String log(String host) {
        return """
                {"timestamp": "%s", "host": "%s", "level": "ERROR", "application": "shop", "component": "checkout",
                 "environment": "prod", "message": "it timed out", "tags": ["slow"], "metadata": {"status": 503}}
                """.formatted(Instant.now().minusSeconds(1), host);
    }

    private static String report(Duration age) {
        return """
                {"timestamp": "%s", "host": {"os": "linux", "arch": "amd64", "hostname": "%s", "cpu_cores": 4},
                 "metrics": {"cpu_usage": 25.0, "memory_usage": 1000, "total_memory": 4000, "memory_usage_percent": 25.0},
                 "processes": {"total_count": 1, "list": [
                   {"name": "java", "pid": 7, "cpu_percent": 150.0, "memory_usage": 500, "status": "R"}]}}
                """.formatted(Instant.now().minus(age), HOST);
    }

    private String create(String kind, String body) throws Exception {
        return JSON.readTree(post(kind, body).body()).get("id").asString();
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send("POST", path, body);
    }

    private void put(String path, String body) throws Exception {
        send("PUT", path, body);
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpResponse<String> response = server.send(server.request("/api/v1/" + path)
                .header("X-API-Key", RealServer.KEY)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body)));
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return response;
    }

    /** The ingest knows the thresholds of a second ago: of several samples, one comes late enough. */
    private String firstAlert() {
        await().atMost(Duration.ofMinutes(5)).until(() -> {
            post("metrics", report(Duration.ofSeconds(1)));
            return !items("alerts").isEmpty();
        });
        return firstOf("alerts");
    }

    /** Waits until there is one. */
    private String firstOf(String path) {
        return await().atMost(Duration.ofMinutes(5))
                .until(() -> items(path), items -> !items.isEmpty())
                .get(0)
                .get("id")
                .asString();
    }

    private JsonNode items(String path) throws IOException, InterruptedException {
        return get(path).get("items");
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(server.send(server.request("/api/v1/" + path).header("X-API-Key", RealServer.KEY))
                .body());
    }

    @Override
    public void close() {
        server.close();
        receiver.stop(0);
    }
}
