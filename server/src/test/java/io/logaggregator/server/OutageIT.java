package io.logaggregator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.application.MessageQueue;
import io.logaggregator.application.OutgoingMessage;
import io.logaggregator.embedded.servers.EmbeddedKafkaBroker;
import io.logaggregator.embedded.servers.EmbeddedPostgresServer;
import io.logaggregator.testkit.TestBinaries;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The server on a Kafka and a PostgreSQL of its own, which go and come back. */
@TestInstance(Lifecycle.PER_CLASS)
class OutageIT {

    private static final String READINESS = "/actuator/health/readiness";
    private static final String LIVENESS = "/actuator/health/liveness";
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private Path directory;
    private EmbeddedPostgresServer postgres;
    private EmbeddedKafkaBroker kafka;
    private RunningServer server;

    @BeforeAll
    void start(@TempDir Path temporary) {
        directory = temporary;
        postgres = startPostgres(0);
        kafka = startKafka(0);
        kafka.createTopics(List.of("logs", "system-metrics"), 2);
        server = RunningServer.start(postgres.jdbcUrl(), postgres.user(), kafka.bootstrapServers());
    }

    @AfterAll
    void stop() {
        server.close();
        kafka.close();
        postgres.close();
    }

    @BeforeEach
    void awaitReadiness() {
        awaitReadiness(200, "UP");
    }

    @Test
    void message_goesInAndIsCounted() {
        publish("first");

        awaitStored("first");
        assertThat(server.get("/actuator/prometheus").body())
                .contains("aggregator_observations_total{kind=\"log_event\"}")
                .contains("aggregator_delay_seconds_bucket");
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(server.get("/actuator/prometheus").body())
                                .contains("aggregator_lag_messages{partition=\"0\",topic=\"logs\"} 0.0"));
    }

    @Test
    void databaseAway_showsInReadinessAndLosesNothing() {
        postgres.close();
        try {
            publish("while the database is away");

            awaitReadiness(503, "\"database\":{\"details\":{\"reason\":\"PostgreSQL");
            String readiness = awaitReadiness(503, "WAITING_FOR_STORE");
            assertThat(readiness).contains("\"queue\":{\"details\":{\"since\"");
            assertThat(server.get(LIVENESS).statusCode()).isEqualTo(200);
        } finally {
            postgres = startPostgres(postgres.port());
        }
        awaitStored("while the database is away");
        awaitReadiness(200, "UP");
    }

    @Test
    void queueAway_showsInReadinessAndComesBack() {
        kafka.close();
        try {
            awaitReadiness(503, "\"queue\":{\"details\":{\"reason\":\"Kafka");
            assertThat(server.get(LIVENESS).statusCode()).isEqualTo(200);
        } finally {
            kafka = startKafka(kafka.port());
        }
        awaitReadiness(200, "UP");
        publish("after the queue came back");
        awaitStored("after the queue came back");
    }

    private EmbeddedPostgresServer startPostgres(int port) {
        return EmbeddedPostgresServer.start(directory.resolve("postgres"), port, TestBinaries.directory());
    }

    private EmbeddedKafkaBroker startKafka(int port) {
        return EmbeddedKafkaBroker.start(directory.resolve("kafka"), port);
    }

    private void publish(String message) {
        String json = "{\"timestamp\":\"%s\",\"host\":\"web-1\",\"level\":\"INFO\",\"message\":\"%s\"}"
                .formatted(Instant.now(), message);
        server.bean(MessageQueue.class)
                .publish(List.of(new OutgoingMessage("logs", null, json.getBytes(StandardCharsets.UTF_8))));
    }

    private String awaitReadiness(int status, String detail) {
        return await().atMost(LIMIT)
                .until(
                        () -> server.get(READINESS),
                        readiness -> readiness.statusCode() == status
                                && readiness.body().contains(detail))
                .body();
    }

    private void awaitStored(String message) {
        await().atMost(LIMIT)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(stored(message)).isEqualTo(1));
    }

    private int stored(String message) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "");
                var statement = connection.prepareStatement("select count(*) from logs where message = ?")) {
            statement.setString(1, message);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }
}
