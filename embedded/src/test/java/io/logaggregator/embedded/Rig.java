package io.logaggregator.embedded;

import static org.awaitility.Awaitility.await;

import io.logaggregator.core.alerting.engine.RuleSet;
import io.logaggregator.core.common.Backoff;
import io.logaggregator.core.ingest.Enricher;
import io.logaggregator.core.ingest.Enrichment;
import io.logaggregator.core.ingest.Ingest;
import io.logaggregator.core.ingest.IngestMetrics;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.core.store.Store;
import io.logaggregator.queue.kafka.KafkaQueue;
import io.logaggregator.queue.kafka.KafkaQueueConfig;
import io.logaggregator.server.AggregatorServer;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.PostgresStoreConfig;
import io.logaggregator.testkit.ChildJvm;
import io.logaggregator.testkit.CpuSample;
import io.logaggregator.testkit.TestKafka;
import io.logaggregator.testkit.TestPostgres;
import io.logaggregator.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic, an empty database, and pipelines between them: numbered messages in, rows out. */
final class Rig implements AutoCloseable {

    private static final int PARTITIONS = 4;
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** Longer than any outage, so that each message is published once. */
    private static final Duration PUBLISH_LIMIT = Duration.ofMinutes(2);

    final TestPostgres.Database database;
    final String topic;
    final PostgresStore store;
    private final String bootstrapServers;
    private final KafkaQueue producer;

    /** On the servers that all tests share. */
    Rig() {
        this(PARTITIONS);
    }

    /** On the servers that all tests share, with a topic of so many partitions. */
    Rig(int partitions) {
        this(
                TestPostgres.shared().newDatabase(),
                TestKafka.shared().bootstrapServers(),
                TestKafka.shared().createTopic(partitions));
    }

    /** On servers of one's own. */
    Rig(TestPostgres.Database database, String bootstrapServers, String topic) {
        this.database = database;
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
        this.store = openStore();
        this.producer = openQueue(Map.of());
        store.migrate();
    }

    private PostgresStore openStore() {
        return new PostgresStore(new PostgresStoreConfig(
                database.jdbcUrl(), database.user(), database.password(), 2, LIMIT, LIMIT, Map.of()));
    }

    private KafkaQueue openQueue(Map<String, String> properties) {
        return new KafkaQueue(
                new KafkaQueueConfig(
                        bootstrapServers,
                        topic,
                        Set.of(topic),
                        Optional.empty(),
                        200,
                        1 << 20,
                        PUBLISH_LIMIT,
                        properties),
                InstantSource.system());
    }

    void publish(byte[]... values) {
        producer.publish(Arrays.stream(values)
                .map(value -> new OutgoingMessage(topic, null, value))
                .toList());
    }

    /** A message without a value, which the queue's port does not offer to those who publish. */
    void publishTombstone(String key) throws ExecutionException, InterruptedException {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers);
        try (var client = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            client.send(new ProducerRecord<>(topic, key, null)).get();
        }
    }

    /** Log messages that carry the numbers {@code from} to {@code to}, exclusive, a key per hundred of them. */
    void publishNumbers(long from, long to) {
        producer.publish(LongStream.range(from, to)
                .mapToObj(number -> new OutgoingMessage(
                        topic,
                        Long.toString(number / 100).getBytes(StandardCharsets.UTF_8),
                        ("{\"host\":\"web-1\",\"message\":\"" + number + "\"}").getBytes(StandardCharsets.UTF_8)))
                .toList());
    }

    /** What a host sends about its processor: samples of one host stay in their order. */
    void publishCpu(Collection<CpuSample> samples) {
        producer.publish(samples.stream()
                .map(sample ->
                        new OutgoingMessage(topic, sample.host().getBytes(StandardCharsets.UTF_8), sample.json()))
                .toList());
    }

    /** An instance of the pipeline that judges nothing, started. */
    Instance start(WireFormat format, Map<String, String> queueProperties, UnaryOperator<Store> decorate) {
        return start(format, queueProperties, decorate, () -> RuleSet.EMPTY);
    }

    /** An instance of the pipeline, started. */
    Instance start(
            WireFormat format,
            Map<String, String> queueProperties,
            UnaryOperator<Store> decorate,
            Supplier<RuleSet> rules) {
        KafkaQueue queue = openQueue(queueProperties);
        Ingest ingest = new Ingest(
                queue,
                decorate.apply(store)::openIngestSession,
                Map.of(topic, format.decoder()),
                new Enricher(new Enrichment("", "", "", List.of(), Duration.ofMinutes(10), Duration.ofDays(30))),
                rules,
                IngestMetrics.NONE,
                1,
                () -> new Backoff(Duration.ofMillis(10), Duration.ofMillis(200), new Random(1)),
                InstantSource.system());
        ingest.start();
        return new Instance(ingest, queue);
    }

    /** A server of its own process, that can be killed: it takes the topic for messages of this format. */
    ChildJvm startServer(Path directory, String format, String... settings) {
        return startInstance("killed", directory, format, settings);
    }

    /** One of several such servers, by the name that Kafka knows it by. */
    ChildJvm startInstance(String id, Path directory, String format, String... settings) {
        return ChildJvm.start(
                AggregatorServer.class,
                directory,
                Map.of(),
                Stream.concat(
                                Stream.of(
                                        "--server.port=0",
                                        "--aggregator.queue.kafka.bootstrap-servers=" + bootstrapServers,
                                        "--aggregator.queue.kafka.group-id=" + topic,
                                        "--aggregator.queue.kafka.topics=" + topic + "=" + format,
                                        "--aggregator.queue.kafka.instance-id=" + id,
                                        "--aggregator.canary.interval=0s",
                                        "--aggregator.database.url=" + database.jdbcUrl(),
                                        "--aggregator.database.user=" + database.user()),
                                Stream.of(settings))
                        .toArray(String[]::new));
    }

    /** Lets a server write the archive of its classes, if there is none yet, so that the next ones start faster. */
    void archiveServer(Path directory) {
        if (ChildJvm.hasArchive(AggregatorServer.class)) {
            return;
        }
        try (ChildJvm server = startServer(directory, "log")) {
            await().atMost(Duration.ofMinutes(1)).until(() -> server.output().contains("CONSUMING"));
            server.terminate(Duration.ofMinutes(1));
        }
    }

    /** What a query that answers with one number says. */
    long number(String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            answer.next();
            return answer.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    List<UUID> alertIds() {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select id from alert")) {
            List<UUID> ids = new ArrayList<>();
            while (row.next()) {
                ids.add(row.getObject("id", UUID.class));
            }
            return ids;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void execute(String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        producer.close();
        store.close();
    }

    /** One instance of many. */
    record Instance(Ingest ingest, KafkaQueue queue) implements AutoCloseable {

        @Override
        public void close() {
            try {
                if (!ingest.stop(LIMIT)) {
                    throw new IllegalStateException("still busy: " + ingest.loops());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                queue.close();
            }
        }
    }
}
