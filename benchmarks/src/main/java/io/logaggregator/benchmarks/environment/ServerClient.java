package io.logaggregator.benchmarks.environment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** HTTP client of a server on this machine. Thread-safe. */
public final class ServerClient implements AutoCloseable {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;

    public ServerClient(int port) {
        url = "http://127.0.0.1:" + port;
    }

    /** @param path below {@code /api/v1} */
    public String get(String path) throws IOException, InterruptedException {
        return read(client.send(request("/api/v1" + path).build(), BodyHandlers.ofByteArray()));
    }

    /** Sends all requests concurrently, as a web page does. */
    public void getAll(List<String> paths) {
        List<CompletableFuture<HttpResponse<byte[]>>> responses = paths.stream()
                .map(path -> client.sendAsync(request("/api/v1" + path).build(), BodyHandlers.ofByteArray()))
                .toList();
        responses.forEach(response -> read(response.join()));
    }

    public void post(String path, byte[] lines) throws IOException, InterruptedException {
        HttpRequest request = request("/api/v1" + path)
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofByteArray(lines))
                .build();
        read(client.send(request, BodyHandlers.ofByteArray()));
    }

    /** Metrics in Prometheus text format. */
    public String metrics() throws IOException, InterruptedException {
        return read(client.send(request("/actuator/prometheus").build(), BodyHandlers.ofByteArray()));
    }

    /** Whether the readiness check succeeds. */
    public boolean isReady() throws InterruptedException {
        try {
            return client.send(request("/actuator/health/readiness").build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false; // not listening yet
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).header("X-API-Key", ServerTopics.API_KEY);
    }

    private static String read(HttpResponse<byte[]> response) {
        String body = new String(response.body(), UTF_8);
        return switch (response.statusCode()) {
            case 200, 202 -> body;
            case 503, 504 -> throw new UnavailableException(body);
            default -> throw new IllegalStateException(response + ": " + body);
        };
    }

    @Override
    public void close() {
        client.close();
    }

    /** The server is overloaded or has timed out (503, 504). */
    public static final class UnavailableException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnavailableException(String message) {
            super(message);
        }
    }
}
