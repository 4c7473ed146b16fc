package io.logaggregator.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.server.AggregatorServer;
import io.logaggregator.testkit.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole server in this JVM, on a port of its own, to be asked over HTTP. Thread-safe. */
final class BenchmarkedServer implements AutoCloseable {

    private static final String KEY = "a-key-of-twenty-characters";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ConfigurableApplicationContext context;
    private final String url;

    private BenchmarkedServer(ConfigurableApplicationContext context) {
        this.context = context;
        url = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + "/api/v1";
    }

    static BenchmarkedServer start(TestPostgres.Database database, String bootstrapServers, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--logging.level.root=WARN",
                "--aggregator.security.api-key=" + KEY,
                "--aggregator.api.requests-per-minute=0",
                "--aggregator.canary.interval=0s",
                "--aggregator.database.url=" + database.jdbcUrl(),
                "--aggregator.database.user=" + database.user(),
                "--aggregator.database.password=" + database.password(),
                "--aggregator.queue.kafka.bootstrap-servers=" + bootstrapServers));
        arguments.addAll(List.of(settings));
        return new BenchmarkedServer(
                new SpringApplicationBuilder(AggregatorServer.class).run(arguments.toArray(String[]::new)));
    }

    void get(String path) throws IOException, InterruptedException {
        send(request(path));
    }

    void post(String path, byte[] lines) throws IOException, InterruptedException {
        send(request(path)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofByteArray(lines)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).header("X-API-Key", KEY);
    }

    private void send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(response + ": " + new String(response.body(), UTF_8));
        }
    }

    @Override
    public void close() {
        context.close();
        client.close();
    }
}
