package io.logaggregator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.embedded.servers.EmbeddedKafkaBroker;
import io.logaggregator.embedded.servers.EmbeddedPostgresServer;
import io.logaggregator.testkit.TestBinaries;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The canary on a Kafka and a PostgreSQL of its own, which go and come back. */
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
class CanaryIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String TOPIC = "logs";

    private Path directory;
    private EmbeddedPostgresServer postgres;
    private EmbeddedKafkaBroker kafka;
    private RunningServer server;

    @BeforeAll
    void start(@TempDir Path temporary) {
        directory = temporary;
        postgres = startPostgres(0);
        kafka = startKafka(0);
        kafka.createTopics(List.of(TOPIC, "system-metrics"), 2);
        server = startServer();
    }

    @AfterAll
    void stop() {
        server.close();
        kafka.close();
        postgres.close();
    }

    @BeforeEach
    void awaitArrivals() {
        long before = canary().at("/details/inTime").asLong();
        await().atMost(LIMIT)
                .until(
                        this::canary,
                        canary -> isUp(canary) && canary.at("/details/inTime").asLong() > before);
    }

    @Test
    void events_areFoundAndCounted() {
        JsonNode details = canary().get("details");
        assertThat(details.get("missing").asLong()).isZero();
        assertThat(details.get("delayMillis").asLong()).isNotNegative();
        assertThat(details.has("lastFoundAt")).isTrue();
        assertThat(server.get("/actuator/prometheus").body())
                .containsPattern("aggregator_canary_lines_total\\{outcome=\"in_time\"} [1-9]")
                .contains("aggregator_canary_delay_seconds_bucket")
                .contains("aggregator_canary_missing_lines 0.0")
                .contains("aggregator_canary_duplicates_total")
                .contains("aggregator_canary_age_seconds");
    }

    @Test
    void events_areSearchableButCreateNoHost() {
        JsonNode line = JSON.readTree(server.get("/api/v1/logs?limit=1&application=log-aggregator-canary")
                        .body())
                .at("/items/0");

        assertThat(line.get("level").asString()).isEqualTo("TRACE");
        assertThat(line.at("/attributes/canary/sequence").asLong()).isPositive();
        assertThat(JSON.readTree(server.get("/api/v1/logs?level=DEBUG").body()).get("items"))
                .isEmpty();
        assertThat(JSON.readTree(server.get("/api/v1/hosts").body()).get("items"))
                .isEmpty();
        assertThat(server.get("/api/v1/hosts/log-aggregator-canary").statusCode())
                .isEqualTo(404);
    }

    @Test
    void problem_keepsTheInstanceReady() {
        assertThat(server.get("/actuator/health/readiness").body()).doesNotContain("canary");
        assertThat(server.get("/actuator/health/liveness").body()).doesNotContain("canary");
    }

    @Test
    void eventTwiceInTheQueue_isADuplicate() {
        long before = canary().at("/details/duplicates").asLong();

        sendAgain(nextLineInTheQueue());

        await().atMost(LIMIT).until(() -> canary().at("/details/duplicates").asLong() == before + 1);
    }

    @Test
    void otherInstance_countsItsOwnEvents() {
        long before = canary().at("/details/duplicates").asLong();
        try (RunningServer other = startServer()) {
            await().atMost(LIMIT)
                    .until(
                            () -> canary(other),
                            canary -> canary.at("/details/inTime").asLong() > 5);

            assertThat(canary(other).at("/details/duplicates").asLong()).isZero();
        }
        assertThat(canary().at("/details/duplicates").asLong()).isEqualTo(before);
    }

    @Test
    void unavailableDatabase_makesEventsMissingThenLate() {
        long before = canary().at("/details/late").asLong();
        postgres.close();
        try {
            JsonNode canary = await().atMost(LIMIT)
                    .until(this::canary, found -> found.at("/details/missing").asLong() > 1);

            assertThat(canary.get("status").asString()).isEqualTo("DOWN");
            assertThat(canary.at("/details/reason").asString()).startsWith("search failed: PostgreSQL");
        } finally {
            postgres = startPostgres(postgres.port());
        }
        await().atMost(LIMIT)
                .until(
                        this::canary,
                        canary -> isUp(canary)
                                && canary.at("/details/missing").asLong() == 0
                                && canary.at("/details/late").asLong() > before + 1);
    }

    @Test
    void unavailableQueue_makesEventsUnsentNotMissing() {
        kafka.close();
        try {
            await().atMost(LIMIT)
                    .until(
                            this::canary,
                            canary -> canary.at("/details/unsent").asLong() > 0
                                    && canary.at("/details/reason").asString().startsWith("queue unavailable: Kafka"));
        } finally {
            kafka = startKafka(kafka.port());
        }
        await().atMost(LIMIT)
                .until(
                        this::canary,
                        canary -> isUp(canary) && canary.at("/details/missing").asLong() == 0);
    }

    @Test
    void canary_withoutLogTopic_isOffWithReason() {
        try (RunningServer other = startServer("--aggregator.queue.topics=system-metrics=agent")) {
            assertOff(other, "no topic for logs in aggregator.queue.topics");
        }
    }

    @Test
    void canary_withoutInterval_isOffWithReason() {
        try (RunningServer other = RunningServer.start(postgres.jdbcUrl(), postgres.user(), kafka.bootstrapServers())) {
            assertOff(other, "disabled: aggregator.canary.interval is 0");
            assertThat(other.get("/actuator/prometheus").body()).doesNotContain("aggregator_canary");
        }
    }

    private static void assertOff(RunningServer server, String reason) {
        assertThat(canary(server).get("status").asString()).isEqualTo("UNKNOWN");
        assertThat(canary(server).at("/details/reason").asString()).isEqualTo(reason);
    }

    private EmbeddedPostgresServer startPostgres(int port) {
        return EmbeddedPostgresServer.start(directory.resolve("postgres"), port, TestBinaries.directory());
    }

    private EmbeddedKafkaBroker startKafka(int port) {
        return EmbeddedKafkaBroker.start(directory.resolve("kafka"), port);
    }

    private RunningServer startServer(String... settings) {
        Stream<String> usual = Stream.of(
                RunningServer.CANARY + "1s",
                "--aggregator.canary.late-timeout=5s",
                "--aggregator.canary.missing-timeout=5s",
                "--aggregator.queue.kafka.publish-timeout=1s");
        return RunningServer.start(
                postgres.jdbcUrl(),
                postgres.user(),
                kafka.bootstrapServers(),
                Stream.concat(usual, Stream.of(settings)).toArray(String[]::new));
    }

    private JsonNode canary() {
        return canary(server);
    }

    private static JsonNode canary(RunningServer server) {
        return JSON.readTree(server.get("/actuator/health").body()).at("/components/canary");
    }

    private static boolean isUp(JsonNode canary) {
        return canary.get("status").asString().equals("UP");
    }

    private byte[] nextLineInTheQueue() {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(consumer.partitionsFor(TOPIC).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList());
            consumer.seekToEnd(consumer.assignment());
            return await().atMost(LIMIT)
                    .until(() -> consumer.poll(Duration.ofMillis(100)), records -> !records.isEmpty())
                    .iterator()
                    .next()
                    .value();
        }
    }

    private void sendAgain(byte[] line) {
        assertThat(new String(line, StandardCharsets.UTF_8)).contains("log-aggregator-canary");
        server.bean(MessageQueue.class).publish(List.of(new OutgoingMessage(TOPIC, null, line)));
    }
}
