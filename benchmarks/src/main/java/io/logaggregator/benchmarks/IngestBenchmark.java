package io.logaggregator.benchmarks;

import io.logaggregator.application.alert.RuleSet;
import io.logaggregator.application.Backoff;
import io.logaggregator.application.Enricher;
import io.logaggregator.application.Enrichment;
import io.logaggregator.application.Ingest;
import io.logaggregator.application.IngestMetrics;
import io.logaggregator.application.OutgoingMessage;
import io.logaggregator.queue.kafka.KafkaQueue;
import io.logaggregator.queue.kafka.KafkaQueueConfig;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.PostgresStoreConfig;
import io.logaggregator.testkit.TestKafka;
import io.logaggregator.testkit.TestPostgres;
import io.logaggregator.wire.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.postgresql.PGConnection;

/** Drains a backlog through the whole pipeline, and copies the same rows with a plain COPY, in turn. */
final class IngestBenchmark {

    private static final int PARTITIONS = 4;
    private static final int CONSUMERS = 2;
    private static final int BATCH_MESSAGES = 10_000;
    private static final int PUBLISHED_AT_ONCE = 5_000;

    private final int messages;
    private final String topic = TestKafka.shared().createTopic(PARTITIONS);

    private IngestBenchmark(int messages) {
        this.messages = messages;
    }

    /** Arguments: how many messages, how many rounds; both optional. */
    public static void main(String[] arguments) throws Exception {
        int messages = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        int status = 1;
        try {
            new IngestBenchmark(messages).run(rounds);
            status = 0;
        } finally {
            System.exit(status); // the shared servers stop with the JVM, and it with nothing else
        }
    }

    private void run(int rounds) throws Exception {
        publish();
        Path rows = Files.createTempFile("rows", ".copy");
        drain("warm-up", Optional.of(rows));
        double[] pipeline = new double[rounds];
        double[] copy = new double[rounds];
        System.out.printf("%n| round | pipeline, rows/s | text COPY, rows/s | ratio |%n|---|---|---|---|%n");
        for (int round = 0; round < rounds; round++) {
            pipeline[round] = drain("round-" + round, Optional.empty());
            copy[round] = copy(rows);
            print(Integer.toString(round + 1), pipeline[round], copy[round]);
        }
        print("median", median(pipeline), median(copy));
        Files.delete(rows);
    }

    private static void print(String round, double pipeline, double copy) {
        System.out.printf("| %s | %,.0f | %,.0f | %.2f |%n", round, pipeline, copy, pipeline / copy);
    }

    private void publish() {
        SampleLogs logs = new SampleLogs(1, Instant.now().minusSeconds(3600));
        try (KafkaQueue queue = queue("producer")) {
            for (int left = messages; left > 0; left -= PUBLISHED_AT_ONCE) {
                List<OutgoingMessage> batch = new ArrayList<>();
                for (int i = Math.min(left, PUBLISHED_AT_ONCE); i > 0; i--) {
                    batch.add(new OutgoingMessage(topic, null, logs.next()));
                }
                queue.publish(batch);
            }
        }
    }

    /** Rows per second from the start of the consumers to the last commit. */
    private double drain(String group, Optional<Path> export) throws Exception {
        TestPostgres.Database database = TestPostgres.shared().newDatabase();
        AtomicLong left = new AtomicLong(messages);
        CountDownLatch drained = new CountDownLatch(1);
        try (PostgresStore store = store(database);
                KafkaQueue queue = queue(group)) {
            store.migrate();
            Ingest ingest = new Ingest(
                    queue,
                    store,
                    Map.of(topic, WireFormat.LOG.decoder()),
                    new Enricher(new Enrichment("", "", "", List.of(), Duration.ofMinutes(10), Duration.ofDays(30))),
                    () -> RuleSet.EMPTY,
                    new CountDown(left, drained),
                    CONSUMERS,
                    () -> new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), new Random(1)),
                    InstantSource.system());
            long begin = System.nanoTime();
            ingest.start();
            if (!drained.await(10, TimeUnit.MINUTES)) {
                throw new IllegalStateException("not drained: " + ingest.loops());
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            ingest.stop(Duration.ofSeconds(10));
            if (export.isPresent()) {
                export(database, export.get());
            }
            return messages / seconds;
        }
    }

    private static void export(TestPostgres.Database database, Path rows) throws SQLException, IOException {
        try (Connection connection = database.connect();
                OutputStream file = Files.newOutputStream(rows)) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY (SELECT * FROM log_event) TO STDOUT", file);
        }
    }

    private double copy(Path rows) throws SQLException, IOException {
        TestPostgres.Database database = TestPostgres.shared().newDatabase();
        try (PostgresStore store = store(database)) {
            store.migrate();
        }
        try (Connection connection = database.connect();
                InputStream file = Files.newInputStream(rows)) {
            long begin = System.nanoTime();
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY log_event FROM STDIN", file);
            return messages / ((System.nanoTime() - begin) / 1e9);
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static PostgresStore store(TestPostgres.Database database) {
        return new PostgresStore(new PostgresStoreConfig(
                database.jdbcUrl(),
                database.user(),
                database.password(),
                2,
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                Map.of()));
    }

    private KafkaQueue queue(String group) {
        return new KafkaQueue(
                new KafkaQueueConfig(
                        TestKafka.shared().bootstrapServers(),
                        group,
                        Set.of(topic),
                        Optional.empty(),
                        BATCH_MESSAGES,
                        16 << 20,
                        Duration.ofSeconds(30),
                        Map.of()),
                InstantSource.system());
    }

    /** Says when the last message was committed. */
    private record CountDown(AtomicLong left, CountDownLatch drained) implements IngestMetrics {

        @Override
        public void committed(Commit commit) {
            if (left.addAndGet(-commit.tally().messages()) == 0) {
                drained.countDown();
            }
        }

        @Override
        public void retried(Cause cause) {}
    }
}
