package io.logaggregator.faults;

import io.logaggregator.server.AggregatorServer;
import io.logaggregator.testkit.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One instance of the server; each of its lives has a directory of its own, with what it printed. */
final class Aggregator implements DisturbedProgram {

    private static final String KEY = "a-key-of-twenty-characters";
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    private static final Pattern LISTENING = Pattern.compile("listening at (http://\\S+)");

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(ANSWER_LIMIT).build();
    private final Path directory;
    private final String[] settings;
    private int lives;
    private ChildJvm program;

    /** @param instanceId Kafka's name of a member that comes back; blank: each life is a new one */
    Aggregator(Path directory, String bootstrapServers, Line toDatabase, String instanceId) {
        this.directory = directory;
        this.settings = new String[] {
            "--server.port=0",
            "--aggregator.security.api-key=" + KEY,
            "--aggregator.canary.interval=0s", // only what the sources issue is to be counted
            "--aggregator.queue.kafka.bootstrap-servers=" + bootstrapServers,
            "--aggregator.queue.kafka.instance-id=" + instanceId,
            "--aggregator.database.url=" + Database.jdbcUrl(toDatabase),
            "--aggregator.database.user=" + Database.USER
        };
        this.program = launch();
    }

    private ChildJvm launch() {
        try {
            Path life = Files.createDirectories(directory.resolve("life-" + ++lives));
            return ChildJvm.start(AggregatorServer.class, life, Map.of(), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it says of itself when it is ready for work. */
    boolean isReady() throws IOException, InterruptedException {
        return get("/actuator/health/readiness")
                .filter(body -> body.contains("UP"))
                .isPresent();
    }

    /** Whether it shows a log event of this host. */
    boolean shows(String host) throws IOException, InterruptedException {
        return get("/api/v1/logs?host=" + host)
                .filter(body -> body.contains('"' + host + '"'))
                .isPresent();
    }

    /** Sends it log messages, a JSON object on each line; the status of its answer. */
    int post(String lines) throws IOException, InterruptedException {
        URI url = url().orElseThrow(() -> new IOException("it does not listen yet"));
        HttpRequest request = request(url.resolve("/api/v1/logs"))
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(lines))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private Optional<String> get(String path) throws IOException, InterruptedException {
        Optional<URI> url = url();
        if (url.isEmpty()) {
            return Optional.empty();
        }
        HttpResponse<String> answer =
                client.send(request(url.get().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
    }

    private static HttpRequest.Builder request(URI url) {
        return HttpRequest.newBuilder(url).header("X-API-Key", KEY).timeout(ANSWER_LIMIT);
    }

    /** Nothing while it does not listen. */
    private Optional<URI> url() {
        Matcher url = LISTENING.matcher(program.output());
        return url.find() ? Optional.of(URI.create(url.group(1))) : Optional.empty();
    }

    /** SIGTERM; how long it took to end. */
    Duration terminate(Duration limit) {
        long begin = System.nanoTime();
        program.terminate(limit);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    @Override
    public ChildJvm program() {
        return program;
    }

    @Override
    public void start() {
        program = launch();
    }

    @Override
    public void close() {
        DisturbedProgram.super.close();
        client.close();
    }
}
