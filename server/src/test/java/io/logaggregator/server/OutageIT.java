package io.logaggregator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.embedded.servers.EmbeddedKafkaBroker;
import io.logaggregator.embedded.servers.EmbeddedPostgresServer;
import io.logaggregator.server.listeners.Listeners;
import io.logaggregator.testkit.TestBinaries;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
    private static final Duration LIMIT = Duration.ofMinutes(5);

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
        server = RunningServer.start(
                postgres.jdbcUrl(),
                postgres.user(),
                kafka.bootstrapServers(),
                "--aggregator.listeners.syslog.protocol=syslog",
                "--aggregator.listeners.syslog.port=0",
                "--aggregator.listeners.syslog.key=" + RunningServer.KEY);
    }

    @AfterAll
    void stop() {
        server.close();
        kafka.close();
        postgres.close();
    }

    @BeforeEach
    void awaitAllIsWell() {
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(server.get(READINESS).body()).contains("UP").doesNotContain("DOWN", "OUT_OF"));
    }

    @Test
    void message_isStoredAndCounted() {
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
    void unavailableDatabase_showsInReadiness_ingestContinues() {
        postgres.close();
        try {
            awaitReadiness(200, "\"database\":{\"details\":{\"reason\":\"PostgreSQL");
            assertThat(send("while the database is away").statusCode()).isEqualTo(202);
            assertThat(server.get("/api/v1/logs"))
                    .returns(503, HttpResponse::statusCode)
                    .satisfies(answer -> assertThat(answer.headers().firstValue("Retry-After"))
                            .isPresent());

            String readiness = awaitReadiness(200, "WAITING_FOR_STORE");
            assertThat(readiness).contains("\"queue\":{\"details\":{\"since\"");
            assertThat(server.get(LIVENESS).statusCode()).isEqualTo(200);
        } finally {
            postgres = startPostgres(postgres.port());
        }
        awaitStored("while the database is away");
        awaitAllIsWell();
    }

    @Test
    void unavailableQueue_showsInReadiness_queriesAndListenersContinue() throws IOException {
        kafka.close();
        try (Socket syslog =
                new Socket("127.0.0.1", server.bean(Listeners.class).port("syslog"))) {
            syslog.getOutputStream().write("<14>1 - web-1 shop - - - by syslog\n".getBytes(StandardCharsets.UTF_8));
            awaitReadiness(200, "\"queue\":{\"details\":{\"reason\":\"Kafka");
            assertThat(server.get("/api/v1/logs").statusCode()).isEqualTo(200);
            assertThat(server.get(LIVENESS).statusCode()).isEqualTo(200);
        } finally {
            kafka = startKafka(kafka.port());
        }
        awaitAllIsWell();
        publish("after the queue came back");
        awaitStored("after the queue came back");
        await().atMost(LIMIT)
                .ignoreExceptions()
                .untilAsserted(() ->
                        assertThat(stored("by syslog")).as("at least once").isPositive());
    }

    private EmbeddedPostgresServer startPostgres(int port) {
        return EmbeddedPostgresServer.start(directory.resolve("postgres"), port, TestBinaries.directory());
    }

    private EmbeddedKafkaBroker startKafka(int port) {
        return EmbeddedKafkaBroker.start(directory.resolve("kafka"), port);
    }

    private HttpResponse<String> send(String message) {
        return server.send(
                server.request("/api/v1/logs")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json(message))),
                HttpResponse.BodyHandlers.ofString());
    }

    private void publish(String message) {
        server.bean(MessageQueue.class)
                .publish(List.of(new OutgoingMessage("logs", null, json(message).getBytes(StandardCharsets.UTF_8))));
    }

    private static String json(String message) {
        return "{\"timestamp\":\"%s\",\"host\":\"web-1\",\"level\":\"INFO\",\"message\":\"%s\"}"
                .formatted(Instant.now(), message);
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
