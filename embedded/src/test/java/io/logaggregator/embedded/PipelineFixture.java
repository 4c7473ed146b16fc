package io.logaggregator.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.alerting.engine.RuleSet;
import io.logaggregator.core.common.Backoff;
import io.logaggregator.core.ingest.Enricher;
import io.logaggregator.core.ingest.Enrichment;
import io.logaggregator.core.ingest.Ingest;
import io.logaggregator.core.ingest.IngestMetrics;
import io.logaggregator.core.ingest.IngestSession;
import io.logaggregator.core.ledger.LedgerEntry;
import io.logaggregator.core.ledger.StoredRows;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.queue.OutgoingMessage;
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
import java.time.Duration;
import java.time.InstantSource;
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

/** A topic, an empty database, and ingest pipelines between them. */
final class PipelineFixture implements AutoCloseable {

    private static final int PARTITIONS = 4;
    private static final Duration STORE_TIMEOUT = Duration.ofSeconds(120);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** Longer than any outage, so that each message is published once. */
    private static final Duration PUBLISH_TIMEOUT = Duration.ofMinutes(2);

    final TestPostgres.Database database;
    final String topic;
    final PostgresStore store;
    private final String bootstrapServers;
    private final KafkaQueue producer;

    /** Uses the shared servers. */
    PipelineFixture() {
        this(PARTITIONS);
    }

    /** Uses the shared servers. */
    PipelineFixture(int partitions) {
        this(
                TestPostgres.shared().newDatabase(),
                TestKafka.shared().bootstrapServers(),
                TestKafka.shared().createTopic(partitions));
    }

    /** Uses the given servers. */
    PipelineFixture(TestPostgres.Database database, String bootstrapServers, String topic) {
        this.database = database;
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
        this.store = openStore();
        this.producer = openQueue(Map.of());
        store.migrate();
    }

    private PostgresStore openStore() {
        return new PostgresStore(new PostgresStoreConfig(
                database.jdbcUrl(), database.user(), database.password(), 2, TIMEOUT, TIMEOUT, Map.of()));
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
                        PUBLISH_TIMEOUT,
                        properties),
                InstantSource.system());
    }

    void publish(byte[]... values) {
        producer.publish(Arrays.stream(values)
                .map(value -> new OutgoingMessage(topic, null, value))
                .toList());
    }

    /** Publishes a message without a value, which {@code MessageQueue} does not support. */
    void publishTombstone(String key) throws ExecutionException, InterruptedException {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers);
        try (var client = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            client.send(new ProducerRecord<>(topic, key, null)).get();
        }
    }

    /** Publishes log messages with the numbers {@code from} to {@code to}, exclusive, with a new key every 100 messages. */
    void publishNumbers(long from, long to) {
        producer.publish(LongStream.range(from, to)
                .mapToObj(number -> new OutgoingMessage(
                        topic,
                        Long.toString(number / 100).getBytes(StandardCharsets.UTF_8),
                        ("{\"host\":\"web-1\",\"message\":\"" + number + "\"}").getBytes(StandardCharsets.UTF_8)))
                .toList());
    }

    /** Publishes log messages with the numbers {@code from} to {@code to}, exclusive, as objects of one message. */
    void publishNumbersInMessage(long from, long to) {
        StringBuilder objects = new StringBuilder();
        LongStream.range(from, to)
                .forEach(number ->
                        objects.append("{\"message\":\"").append(number).append("\"}"));
        publish(objects.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Publishes CPU samples. Those of one host keep their order. */
    void publishCpu(Collection<CpuSample> samples) {
        producer.publish(samples.stream()
                .map(sample ->
                        new OutgoingMessage(topic, sample.host().getBytes(StandardCharsets.UTF_8), sample.json()))
                .toList());
    }

    /** Starts a pipeline without alert rules. */
    Instance start(WireFormat format, Map<String, String> queueProperties, UnaryOperator<IngestSession> decorate) {
        return start(format, queueProperties, decorate, () -> RuleSet.EMPTY);
    }

    /** Starts a pipeline. */
    Instance start(
            WireFormat format,
            Map<String, String> queueProperties,
            UnaryOperator<IngestSession> decorate,
            Supplier<RuleSet> rules) {
        KafkaQueue queue = openQueue(queueProperties);
        Ingest ingest = new Ingest(
                queue,
                () -> decorate.apply(store.openIngestSession()),
                Map.of(topic, format.decoder()),
                new Enricher(new Enrichment(LogTexts.EMPTY, List.of(), Duration.ofMinutes(10), Duration.ofDays(30))),
                rules,
                IngestMetrics.NONE,
                1,
                16 << 20,
                () -> new Backoff(Duration.ofMillis(10), Duration.ofMillis(200), new Random(1)),
                InstantSource.system());
        ingest.start();
        return new Instance(ingest, queue);
    }

    /** Starts a server process that consumes the topic in this format. */
    ChildJvm startServer(Path directory, String format, String... settings) {
        return startInstance("killed", directory, format, settings);
    }

    /** Starts one of several server processes. */
    ChildJvm startInstance(String id, Path directory, String format, String... settings) {
        return ChildJvm.start(AggregatorServer.class, directory, Map.of(), arguments(id, 0, format, settings));
    }

    /** Starts a server process with these options of the JVM, which consumes log messages. */
    ChildJvm startServer(List<String> options, Path directory, int port, String... settings) {
        return ChildJvm.start(
                AggregatorServer.class, options, directory, Map.of(), arguments("attacked", port, "log", settings));
    }

    private String[] arguments(String id, int port, String format, String... settings) {
        return Stream.concat(
                        Stream.of(
                                "--server.port=" + port,
                                "--aggregator.queue.kafka.bootstrap-servers=" + bootstrapServers,
                                "--aggregator.queue.kafka.group-id=" + topic,
                                "--aggregator.queue.topics=" + topic + "=" + format,
                                "--aggregator.queue.kafka.instance-id=" + id,
                                "--aggregator.alerts.webhook.allow-private-targets=true",
                                "--aggregator.canary.interval=0s",
                                "--aggregator.database.url=" + database.jdbcUrl(),
                                "--aggregator.database.user=" + database.user()),
                        Stream.of(settings))
                .toArray(String[]::new);
    }

    long number(String sql) {
        return database.number(sql);
    }

    /** Number of stored log events. */
    long stored() {
        return number("select count(*) from log_event");
    }

    void awaitStored(long events) {
        await().atMost(STORE_TIMEOUT).until(() -> stored() >= events);
    }

    /** Asserts that the log messages with the numbers 0 to {@code numbers}, exclusive, are stored once each. */
    void assertEachNumberStoredOnce(long numbers) {
        assertThat(stored()).isEqualTo(numbers);
        assertThat(number("select count(distinct message) from log_event")).isEqualTo(numbers);
        assertLedgerIsBalanced();
    }

    void assertLedgerIsBalanced() {
        assertThat(store.ledger().entries()).allMatch(LedgerEntry::isBalanced);
        assertThat(store.ledger().count()).allMatch(StoredRows::isBalanced);
    }

    List<UUID> alertIds() {
        return database.column("select id from alert").stream()
                .map(UUID::fromString)
                .toList();
    }

    void execute(String sql) {
        database.execute(sql);
    }

    @Override
    public void close() {
        producer.close();
        store.close();
    }

    /** A running pipeline. */
    record Instance(Ingest ingest, KafkaQueue queue) implements AutoCloseable {

        @Override
        public void close() {
            try {
                if (!ingest.stop(TIMEOUT)) {
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
