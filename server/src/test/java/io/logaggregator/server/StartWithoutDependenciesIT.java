package io.logaggregator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StartWithoutDependenciesIT {

    /** Port 1 of this machine, on which no server listens. */
    private static final String UNREACHABLE = "127.0.0.1:1";

    @Test
    void server_startsReportsAndStops() {
        RunningServer server = RunningServer.start("jdbc:postgresql://" + UNREACHABLE + "/logs", "logs", UNREACHABLE);

        assertThat(server.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        await().atMost(Duration.ofMinutes(5))
                .untilAsserted(() -> assertThat(
                                server.get("/actuator/health/readiness").body())
                        .contains("\"database\":{\"details\":{\"reason\":\"PostgreSQL")
                        .contains("\"queue\":{\"details\":{\"reason\":\"Kafka")
                        .contains("\"ingest\":{\"details\":{\"reason\":\"the database schema: PostgreSQL"));
        assertThat(server.get("/actuator/health/readiness").statusCode()).isEqualTo(503);

        Instant begin = Instant.now();
        server.close();
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofMinutes(2));
    }
}
