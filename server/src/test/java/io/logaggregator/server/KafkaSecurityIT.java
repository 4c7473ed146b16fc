package io.logaggregator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.testkit.TestPostgres;
import io.logaggregator.testkit.security.SecureKafka;
import io.logaggregator.testkit.security.SecureKafka.Way;
import io.logaggregator.testkit.security.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The server before a broker that does not know its password, until it does. */
@ExtendWith(OutputCaptureExtension.class)
class KafkaSecurityIT {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String PASSWORD = "correct-horse";
    private static final String REASON = "the broker rejects this user and password";

    @TempDir
    private Path directory;

    @Test
    void wrongPassword_isReportedAndRetried(CapturedOutput output) throws IOException {
        TestAuthority authority = TestAuthority.create(directory.resolve("authority"));
        TestPostgres.Database database = TestPostgres.shared().newDatabase();
        try (SecureKafka kafka = SecureKafka.start(directory, authority, authority.issue("broker", "ip:127.0.0.1"))) {
            kafka.createTopic("logs", 1);
            kafka.createTopic("system-metrics", 1);
            kafka.setPassword("aggregator", "another");
            try (RunningServer server = RunningServer.start(
                    database.jdbcUrl(),
                    database.user(),
                    kafka.bootstrapServers(Way.PASSWORD),
                    "--aggregator.queue.kafka.properties-file=" + properties(authority))) {
                awaitReadiness(server, "\"queue\":{\"details\":{\"reason\":\"Kafka at");
                awaitReadiness(server, "WAITING_FOR_QUEUE");
                assertThat(server.get("/actuator/health/readiness").body()).contains(REASON);
                assertThat(server.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(output)
                                .contains("queue unavailable: reason=Kafka at")
                                .contains(REASON)
                                .doesNotContain(PASSWORD));

                kafka.setPassword("aggregator", PASSWORD);
                awaitReadiness(server, "\"queue\":{\"details\":{\"since\"");
                awaitReadiness(server, "CONSUMING");
            }
        }
    }

    private Path properties(TestAuthority authority) throws IOException {
        return Files.writeString(
                directory.resolve("kafka.properties"), """
                security.protocol=SASL_SSL
                ssl.truststore.type=PEM
                ssl.truststore.location=%s
                sasl.mechanism=SCRAM-SHA-512
                sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \\
                    username="aggregator" password="%s";
                """.formatted(authority.certificate(), PASSWORD));
    }

    private static void awaitReadiness(RunningServer server, String detail) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(
                                server.get("/actuator/health/readiness").body())
                        .contains(detail));
    }
}
