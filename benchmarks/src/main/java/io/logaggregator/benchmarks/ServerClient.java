package io.logaggregator.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Asks a server on this machine, and insists on an answer. Thread-safe. */
final class ServerClient implements AutoCloseable {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;

    ServerClient(int port) {
        url = "http://127.0.0.1:" + port;
    }

    /** @param path below {@code /api/v1} */
    String get(String path) throws IOException, InterruptedException {
        return read(client.send(request("/api/v1" + path).build(), BodyHandlers.ofByteArray()));
    }

    /** All at the same time, as a page in a browser asks. */
    void getAll(List<String> paths) {
        List<CompletableFuture<HttpResponse<byte[]>>> answers = paths.stream()
                .map(path -> client.sendAsync(request("/api/v1" + path).build(), BodyHandlers.ofByteArray()))
                .toList();
        answers.forEach(answer -> read(answer.join()));
    }

    void post(String path, byte[] lines) throws IOException, InterruptedException {
        HttpRequest request = request("/api/v1" + path)
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofByteArray(lines))
                .build();
        read(client.send(request, BodyHandlers.ofByteArray()));
    }

    /** What is told to a program that watches the server. */
    String metrics() throws IOException, InterruptedException {
        return read(client.send(request("/actuator/prometheus").build(), BodyHandlers.ofByteArray()));
    }

    /** Whether the server is there and reads the queue. */
    boolean isReady() throws InterruptedException {
        try {
            return client.send(request("/actuator/health/readiness").build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false; // nobody listens yet
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).header("X-API-Key", ServerSettings.KEY);
    }

    private static String read(HttpResponse<byte[]> response) {
        String body = new String(response.body(), UTF_8);
        return switch (response.statusCode()) {
            case 200, 202 -> body;
            case 503, 504 -> throw new NotAnsweredException(body);
            default -> throw new IllegalStateException(response + ": " + body);
        };
    }

    @Override
    public void close() {
        client.close();
    }
}
