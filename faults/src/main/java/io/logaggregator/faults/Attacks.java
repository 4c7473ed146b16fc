package io.logaggregator.faults;

import static java.util.stream.Collectors.joining;

import io.logaggregator.faults.system.Aggregator;
import io.logaggregator.faults.system.Await;
import io.logaggregator.faults.system.Broker;
import io.logaggregator.testkit.WebhookReceiver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Requests and messages against memory, CPU time and connections. Each method returns after its duration, with the attack
 * ended. Thread-safe.
 */
final class Attacks implements AutoCloseable {

    /** Prefix of the hosts of all events of attacks. */
    static final String HOST = "attack-";

    private static final Duration START_TIMEOUT = Duration.ofMinutes(5);
    private static final int UPLOADS = 120;
    private static final int READERS = 60;
    private static final int SEARCHERS = 4;
    private static final int LARGE_EVENTS = 21;
    private static final int NARROW_BUFFER = 4_096;
    private static final int WIDE_BUFFER = 65_536;
    private static final String LARGE = HOST + "large";

    private final WebhookReceiver receiver;
    private final Producer producer;
    private final String bootstrapServers;
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong hosts = new AtomicLong();
    private final AtomicReference<Optional<Duration>> slowestLiveness =
            new AtomicReference<>(Optional.of(Duration.ZERO));
    private final byte[] upload = upload();
    private boolean largeEvents; // guarded by this

    Attacks(String bootstrapServers, WebhookReceiver receiver) {
        this.bootstrapServers = bootstrapServers;
        this.receiver = receiver;
        this.producer = new Producer(bootstrapServers);
    }

    /** Number of acknowledged messages. */
    long messages() {
        return messages.get();
    }

    /** The longest time until an attacked instance was live; empty if it was not live. */
    Optional<Duration> slowestLiveness() {
        return slowestLiveness.get();
    }

    /** Compressed uploads that expand to 7.9 MB, all without their last bytes. */
    void holdUploads(Aggregator aggregator, Duration duration) throws InterruptedException {
        awaitStart(aggregator);
        hold(aggregator, duration, UPLOADS, _ -> {
            Socket socket = aggregator.send(
                    "POST /api/v1/logs",
                    Map.of(
                            "Content-Type",
                            "application/x-ndjson",
                            "Content-Encoding",
                            "gzip",
                            "Content-Length",
                            Integer.toString(upload.length)),
                    WIDE_BUFFER);
            try {
                socket.getOutputStream().write(upload, 0, upload.length - 8);
            } catch (IOException e) {
                // rejected before the body was read
            }
            return socket;
        });
    }

    /** Requests of pages of up to 16 MiB with unread responses. */
    void holdResponses(Aggregator aggregator, Duration duration) throws InterruptedException {
        awaitStart(aggregator);
        publishLargeEvents();
        hold(
                aggregator,
                duration,
                READERS,
                reader -> aggregator.send(
                        "GET /api/v1/logs?host=" + LARGE + "&from=-1h&limit=" + (100 + reader),
                        Map.of(),
                        NARROW_BUFFER));
    }

    /** Searches for a pattern with a near match at each position of large events. */
    void searchPatterns(Aggregator aggregator, Duration duration) throws InterruptedException {
        awaitStart(aggregator);
        publishLargeEvents();
        String pattern = URLEncoder.encode("a".repeat(200) + "?b", StandardCharsets.UTF_8);
        long end = System.nanoTime() + duration.toNanos();
        List<Thread> searchers = IntStream.range(0, SEARCHERS)
                .mapToObj(searcher -> Thread.ofVirtual().start(() -> {
                    do {
                        request(
                                aggregator,
                                "/api/v1/logs?host=" + LARGE + "&from=-1h&limit=" + (1 + searcher) + "&query="
                                        + pattern);
                    } while (System.nanoTime() - end < 0);
                }))
                .toList();
        observe(aggregator, duration);
        for (Thread searcher : searchers) {
            searcher.join();
        }
    }

    void publishManyEvents(Duration duration) throws InterruptedException {
        publish(HOST + "fan-out", "{\"message\":\"f\"}".repeat(60_000));
        Await.pause(duration);
    }

    /** Each event takes time in proportion to the square of its size in a decoder without care. */
    void publishHardEvents(Duration duration) throws InterruptedException {
        String host = HOST + "hard";
        publish(
                host,
                event(
                        host,
                        "\"tags\":["
                                + IntStream.range(0, 50_000)
                                        .mapToObj(tag -> "\"" + tag + '"')
                                        .collect(joining(",")) + ']'));
        publish(host, event(host, "\"attributes\":{\"numbers\":[" + "1e999,".repeat(100_000) + "0]}"));
        publish(host, event(host, "\"attributes\":{\"levels\":" + "[".repeat(400) + "]".repeat(400) + '}'));
        publish(
                host,
                event(
                        host,
                        "\"attributes\":{"
                                + IntStream.range(0, 50_000)
                                        .mapToObj(name -> "\"n" + name + "\":1")
                                        .collect(joining(","))
                                + '}'));
        Await.pause(duration);
    }

    void publishNewHosts(Duration duration) throws InterruptedException {
        long first = hosts.getAndAdd(2_000);
        publish(
                HOST + "hosts",
                IntStream.range(0, 2_000)
                        .mapToObj(host -> event(HOST + (first + host), "m", ""))
                        .collect(joining("\n")));
        Await.pause(duration);
    }

    /** Messages behind an open transaction cannot be read before it ends. */
    void holdTransaction(Duration duration) throws InterruptedException {
        try (var transactional = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers, "transactional.id", "attack"),
                new StringSerializer(),
                new StringSerializer())) {
            transactional.initTransactions();
            transactional.beginTransaction();
            var _ = transactional.send(new ProducerRecord<>(Broker.LOGS, "never committed"));
            transactional.flush();
            Await.pause(duration);
            transactional.abortTransaction();
        } catch (KafkaException e) {
            Await.pause(duration); // the broker is down, and aborts the transaction later
        }
    }

    void holdWebhooks(Duration duration) throws InterruptedException {
        receiver.hang();
        try {
            Await.pause(duration);
        } finally {
            receiver.resume();
        }
    }

    private interface Connect {

        Socket connect(int number) throws IOException;
    }

    private void hold(Aggregator aggregator, Duration duration, int connections, Connect connect)
            throws InterruptedException {
        List<Socket> held = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                try {
                    held.add(connect.connect(i));
                } catch (IOException e) {
                    break; // the server accepts no more connections
                }
            }
            observe(aggregator, duration);
        } finally {
            held.forEach(Attacks::close);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** After {@code kill -9}, an aggregator may be starting. */
    private static void awaitStart(Aggregator aggregator) throws InterruptedException {
        Await.until(START_TIMEOUT, () -> aggregator.liveness().isPresent());
    }

    private void observe(Aggregator aggregator, Duration duration) throws InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        do {
            Optional<Duration> time;
            try {
                time = aggregator.liveness();
            } catch (IOException e) {
                time = Optional.empty();
            }
            slowestLiveness.accumulateAndGet(time, Attacks::slower);
            Await.pause(Duration.ofMillis(100));
        } while (System.nanoTime() - end < 0);
    }

    private static Optional<Duration> slower(Optional<Duration> one, Optional<Duration> other) {
        return one.flatMap(a -> other.map(b -> a.compareTo(b) < 0 ? b : a));
    }

    private static void request(Aggregator aggregator, String path) {
        try {
            aggregator.status(path);
        } catch (IOException e) {
            // an attacker tries again
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void publishLargeEvents() throws InterruptedException {
        if (!largeEvents) {
            for (int i = 0; i < LARGE_EVENTS; i++) {
                publish(LARGE, event(LARGE, "a".repeat(900_000), ""));
            }
            largeEvents = true;
        }
    }

    private void publish(String key, String value) throws InterruptedException {
        producer.append(Broker.LOGS, List.of(new Producer.Item(key, value)));
        messages.incrementAndGet();
    }

    private static String event(String host, String member) {
        return event(host, "m", ',' + member);
    }

    private static String event(String host, String message, String members) {
        return "{\"host\":\"" + host + "\",\"message\":\"" + message + '"' + members + '}';
    }

    private static byte[] upload() {
        byte[] line = ("{\"host\":\"" + HOST + "upload\",\"message\":\"" + "a".repeat(1_000) + "\"}\n")
                .getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < 7_900_000 / line.length; i++) {
                gzip.write(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        producer.close();
    }
}
