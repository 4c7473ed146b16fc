package io.logaggregator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.testkit.TestPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class LogLevelsIT {

    /** A logger without log records. */
    private static final String LOGGER = "io.logaggregator.server.LogLevelsIT";

    private static final String PATH = "/actuator/loggers/" + LOGGER;

    private RunningServer server;

    @BeforeAll
    void start() {
        TestPostgres.Database database = TestPostgres.shared().newDatabase();
        server = RunningServer.start(
                database.jdbcUrl(),
                database.user(),
                "127.0.0.1:1",
                "--aggregator.database.password=" + database.password(),
                "--logging.level.io.logaggregator.server.operations=info");
        await() // until there is a place for keys
                .until(() -> server.get("/actuator/health/readiness").statusCode() == 200);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @AfterEach
    void inherit() {
        assertThat(change(RunningServer.KEY, "null").statusCode()).isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ROOT | {}
            root | {"configuredLevel": null}
            ROOT | {"configuredLevel": "LOUD"}
            ROOT | []
            ROOT | x
            """)
    void invalidLevel_isRejected(String logger, String body) {
        HttpRequest.Builder request = server.request("/actuator/loggers/" + logger)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));

        assertThat(server.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(400);
        assertThat(server.get("/actuator/loggers/ROOT").body()).contains("configuredLevel");
    }

    @Test
    void level_changesAtOnceAndIsLoggedWithItsCaller(CapturedOutput output) {
        assertThat(LoggerFactory.getLogger(LOGGER).isDebugEnabled()).isFalse();

        assertThat(change(RunningServer.KEY, "\"DEBUG\"").statusCode()).isEqualTo(204);

        assertThat(LoggerFactory.getLogger(LOGGER).isDebugEnabled()).isTrue();
        assertThat(server.get(PATH).body()).contains("\"configuredLevel\":\"DEBUG\"");
        assertThat(output)
                .contains("log level changed: logger=" + LOGGER
                        + " from=inherited to=DEBUG by=Bootstrap key address=127.0.0.1");
    }

    @Test
    void unknownLevel_isRejected() {
        assertThat(change(RunningServer.KEY, "\"LOUD\"").statusCode()).isEqualTo(400);
        assertThat(server.get(PATH).body()).doesNotContain("\"configuredLevel\":\"");
    }

    @Test
    void levels_requireScopeAdmin() {
        String secret = newKey("admin");

        assertThat(change(secret, "\"TRACE\"").statusCode()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"metrics", "operate", "read", "ingest"})
    void otherScope_isForbidden(String scope) {
        String secret = newKey(scope);

        HttpResponse<String> response = change(secret, "\"TRACE\"");

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("Missing scope (expected: admin).");
        assertThat(LoggerFactory.getLogger(LOGGER).isTraceEnabled()).isFalse();
    }

    @Test
    void levels_requireAKey() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + PATH))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"configuredLevel\": \"TRACE\"}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(401);
        }
    }

    /** A new key that the server has come to know, which takes up to a second. */
    private String newKey(String scope) {
        String secret = server.newKey(scope).get("secret").asString();
        await().until(() ->
                server.send(request(secret), BodyHandlers.discarding()).statusCode() != 401);
        return secret;
    }

    private HttpResponse<String> change(String key, String level) {
        HttpRequest.Builder request = request(key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"configuredLevel\": " + level + "}"));
        return server.send(request, BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String key) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + PATH))
                .header("X-API-Key", key);
    }
}
