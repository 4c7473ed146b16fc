package io.logaggregator.faults.system;

import io.logaggregator.server.AggregatorServer;
import io.logaggregator.testkit.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server instance. Each start has its own directory, with the output of the process. */
public final class Aggregator implements FaultTarget.Jvm {

    private static final String KEY = "a-key-of-twenty-characters";
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(5);

    /** That of load balancers. */
    private static final Duration POST_TIMEOUT = Duration.ofMinutes(1);

    private static final Duration LIVENESS_TIMEOUT = Duration.ofSeconds(15);
    private static final int CONNECT_MILLIS = 5_000;
    private static final Pattern LISTENING = Pattern.compile("listening at (http://\\S+)");

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(RESPONSE_TIMEOUT).build();
    private final Path directory;
    private final String[] settings;
    private int starts;
    private ChildJvm process;

    /** @param instanceId Kafka's static member id; blank: a new group member after each start */
    Aggregator(Path directory, String bootstrapServers, NetworkProxy databaseProxy, String instanceId) {
        this.directory = directory;
        this.settings = new String[] {
            "--server.port=0",
            "--aggregator.security.api-key=" + KEY,
            "--aggregator.alerts.webhook.allow-private-targets=true",
            "--aggregator.canary.interval=0s", // only messages of the workloads are counted
            "--aggregator.queue.kafka.bootstrap-servers=" + bootstrapServers,
            "--aggregator.queue.kafka.instance-id=" + instanceId,
            "--aggregator.database.url=" + Database.jdbcUrl(databaseProxy),
            "--aggregator.database.user=" + Database.USER
        };
        this.process = launch();
    }

    private ChildJvm launch() {
        try {
            Path run = Files.createDirectories(directory.resolve("start-" + ++starts));
            return ChildJvm.start(AggregatorServer.class, run, Map.of(), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isReady() throws IOException, InterruptedException {
        return get("/actuator/health/readiness")
                .filter(body -> body.contains("UP"))
                .isPresent();
    }

    /** Whether the API returns a log event of this host. */
    public boolean returnsLogOf(String host) throws IOException, InterruptedException {
        return get("/api/v1/logs?host=" + host)
                .filter(body -> body.contains('"' + host + '"'))
                .isPresent();
    }

    /** Posts log messages, one JSON object per line. Returns the response status. */
    public int post(String lines) throws IOException, InterruptedException {
        URI url = requireUrl();
        HttpRequest request = request(url.resolve("/api/v1/logs"))
                .header("Content-Type", "application/x-ndjson")
                .timeout(POST_TIMEOUT)
                .POST(HttpRequest.BodyPublishers.ofString(lines))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /** Sends the head of a request on a new connection, and leaves body and response to the caller. */
    public Socket send(String requestLine, Map<String, String> headers, int receiveBufferBytes) throws IOException {
        URI url = requireUrl();
        Socket socket = new Socket();
        socket.setReceiveBufferSize(receiveBufferBytes);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), url.getPort()), CONNECT_MILLIS);
        StringBuilder head = new StringBuilder(requestLine)
                .append(" HTTP/1.1\r\nHost: ")
                .append(url.getAuthority())
                .append("\r\nX-API-Key: ")
                .append(KEY)
                .append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        socket.getOutputStream().write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Time until liveness is UP; empty after 15 s, when Kubernetes restarts the pod. */
    public Optional<Duration> liveness() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        HttpRequest request = request(requireUrl().resolve("/actuator/health/liveness"))
                .timeout(LIVENESS_TIMEOUT)
                .build();
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status == 200 ? Optional.of(Duration.ofNanos(System.nanoTime() - begin)) : Optional.empty();
        } catch (HttpTimeoutException e) {
            return Optional.empty();
        }
    }

    /** Returns the status of a request; its response is read to the end. */
    public int status(String path) throws IOException, InterruptedException {
        HttpRequest request = request(requireUrl().resolve(path)).build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private Optional<String> get(String path) throws IOException, InterruptedException {
        Optional<URI> url = url();
        if (url.isEmpty()) {
            return Optional.empty();
        }
        HttpResponse<String> response =
                client.send(request(url.get().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
        return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
    }

    private static HttpRequest.Builder request(URI url) {
        return HttpRequest.newBuilder(url).header("X-API-Key", KEY).timeout(RESPONSE_TIMEOUT);
    }

    /** The base URL, once the instance listens. */
    private Optional<URI> url() {
        Matcher url = LISTENING.matcher(process.output());
        return url.find() ? Optional.of(URI.create(url.group(1))) : Optional.empty();
    }

    private URI requireUrl() throws IOException {
        return url().orElseThrow(() -> new IOException("the instance does not listen yet"));
    }

    /** Sends SIGTERM. Returns the time until the process ended. */
    public Duration terminate(Duration timeout) {
        long begin = System.nanoTime();
        process.terminate(timeout);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    @Override
    public ChildJvm process() {
        return process;
    }

    @Override
    public void start() {
        process = launch();
    }

    @Override
    public void close() {
        FaultTarget.Jvm.super.close();
        client.close();
    }
}
