package io.logaggregator.server;

import io.logaggregator.server.gateways.OwnPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole server in this JVM, on a port of its own, without a canary unless a test is about it. */
final class RunningServer implements AutoCloseable {

    static final String KEY = "a-key-of-twenty-characters";

    static final String CANARY = "--aggregator.canary.interval=";

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;

    private RunningServer(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static RunningServer start(String jdbcUrl, String user, String bootstrapServers, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--aggregator.security.api-key=" + KEY,
                "--aggregator.database.url=" + jdbcUrl,
                "--aggregator.database.user=" + user,
                "--aggregator.database.connection-timeout=1s",
                "--aggregator.queue.kafka.bootstrap-servers=" + bootstrapServers));
        if (Stream.of(settings).noneMatch(setting -> setting.startsWith(CANARY))) {
            arguments.add(CANARY + "0s");
        }
        arguments.addAll(List.of(settings));
        return new RunningServer(
                new SpringApplicationBuilder(AggregatorServer.class).run(arguments.toArray(String[]::new)));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    /** The own port of a protocol. */
    int port(String protocol) {
        return OwnPorts.find((ServletWebServerApplicationContext) context, protocol);
    }

    /** A request that shows the key. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .header("X-API-Key", KEY);
    }

    HttpResponse<String> get(String path) {
        return send(request(path), HttpResponse.BodyHandlers.ofString());
    }

    <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request.build(), handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an answer", e);
        }
    }

    /** Makes a key, shown with its id and its secret. */
    JsonNode newKey(String scope) {
        HttpRequest.Builder request = request("/api/v1/api-keys")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"name\": \"for %1$s\", \"scopes\": [\"%1$s\"]}".formatted(scope)));
        return JSON.readTree(send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    void revoke(JsonNode key) {
        send(request("/api/v1/api-keys/" + key.get("id").asString()).DELETE(), HttpResponse.BodyHandlers.discarding());
    }

    @Override
    public void close() {
        context.close();
    }
}
