package io.logaggregator.benchmarks;

import io.logaggregator.application.OutgoingMessage;
import io.logaggregator.queue.kafka.KafkaQueue;
import io.logaggregator.queue.kafka.KafkaQueueConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * How long it takes from a sample being produced to its alert being seen through REST, on what {@code ./mvnw} has started
 * in the current directory. Each time another host is busy for the first time.
 */
final class AlertDelay {

    private static final String TOPIC = "system-metrics";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String run = Long.toString(System.currentTimeMillis(), 36);
    private final SplittableRandom random = new SplittableRandom(1);
    private final String key;

    private AlertDelay(String key) {
        this.key = key;
    }

    static void run(int samples) throws IOException, InterruptedException {
        new AlertDelay(Files.readString(Path.of("data/api-key")).strip()).measure(samples);
    }

    private void measure(int samples) throws IOException, InterruptedException {
        double[] millis = new double[samples];
        try (KafkaQueue queue = queue()) {
            once(queue, "warm-up");
            for (int sample = 0; sample < samples; sample++) {
                millis[sample] = once(queue, Integer.toString(sample));
                Thread.sleep(random.nextInt(50)); // not always at the same moment of the consumer's poll
            }
        }
        Arrays.sort(millis);
        System.out.printf(
                "%n| samples | p50, ms | p99, ms | longest, ms |%n|---|---|---|---|%n| %d | %.1f | %.1f | %.1f |%n",
                samples, quantile(millis, 0.5), quantile(millis, 0.99), millis[samples - 1]);
    }

    private double once(KafkaQueue queue, String number) throws IOException, InterruptedException {
        String host = "delay-" + run + "-" + number;
        String json = """
                {"timestamp":"%s","host":{"hostname":"%s"},"metrics":{"cpu_usage":99.5}}""".formatted(Instant.now(), host);
        HttpRequest question = HttpRequest.newBuilder(URI.create("http://localhost:8080/api/v1/alerts?host=" + host))
                .header("X-API-Key", key)
                .build();
        long begin = System.nanoTime();
        queue.publish(List.of(new OutgoingMessage(
                TOPIC, host.getBytes(StandardCharsets.UTF_8), json.getBytes(StandardCharsets.UTF_8))));
        while (!client.send(question, HttpResponse.BodyHandlers.ofString())
                .body()
                .contains(host)) {
            if (System.nanoTime() - begin > LIMIT.toNanos()) {
                throw new IllegalStateException("no alert of " + host + " after " + LIMIT);
            }
        }
        return (System.nanoTime() - begin) / 1e6;
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    private static KafkaQueue queue() {
        return new KafkaQueue(
                new KafkaQueueConfig(
                        "localhost:9092",
                        "alert-delay",
                        Set.of(TOPIC),
                        Optional.empty(),
                        1,
                        1 << 20,
                        Duration.ofSeconds(10),
                        Map.of()),
                InstantSource.system());
    }
}
