package io.logaggregator.server.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Ingest over HTTP: accepted and rejected elements. */
class IngestRoutesTest extends RouteTest {

    private static final String LOG =
            "{\"timestamp\":\"2026-11-23T11:59:00Z\",\"host\":\"web-1\",\"message\":\"hello\"}";
    private static final String JSON = "application/json";
    private static final String LINES = "application/x-ndjson";

    @Test
    void ingest_acceptsAnObjectAnArrayOrLines() {
        assertThat(post("logs", JSON, LOG)).hasStatus(202).bodyJson().isEqualTo("{\"accepted\": 1, \"rejected\": []}");
        assertThat(post("logs", JSON, " [" + LOG + " , " + LOG + "] ")).hasStatus(202);
        assertThat(post("logs", LINES, LOG + "\r\n\n" + LOG)).hasStatus(202);

        assertThat(ports.published).hasSize(5).allSatisfy(message -> {
            assertThat(message.topic()).isEqualTo("logs");
            assertThat(message.key()).asString(UTF_8).isEqualTo("web-1");
            assertThat(message.value()).asString(UTF_8).isEqualToIgnoringWhitespace(LOG);
        });
    }

    @Test
    void ingest_acceptsValidElementsAndListsTheRest() {
        assertThat(post("logs", JSON, "[" + LOG + ", 7, \"é\", [{}], " + LOG + "]"))
                .hasStatus(202)
                .bodyJson()
                .isLenientlyEqualTo("""
                        {"accepted": 2, "rejected": [
                          {"index": 1, "reason": "MALFORMED", "detail": "not a JSON object"},
                          {"index": 2, "reason": "MALFORMED"}, {"index": 3, "reason": "MALFORMED"}]}
                        """);
        assertThat(ports.published).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"log-aggregator-canary", "Log-Aggregator-Canary"})
    void ingest_rejectsTheReservedApplication(String application) {
        String hidden = """
                {"host": "hidden", "application": "%s", "level": "FATAL", "message": "evade"}
                """.formatted(application);

        assertThat(post("logs", JSON, "[" + LOG + ", " + hidden + "]"))
                .hasStatus(202)
                .bodyJson()
                .isLenientlyEqualTo("""
                        {"accepted": 1, "rejected": [{"index": 1, "reason": "RESERVED", "detail": "application: \
                        log-aggregator-canary (expected: another name, this one is reserved for the server)"}]}
                        """);
        assertProblem(post("logs", JSON, hidden), 422, "All elements are rejected");
        assertThat(ports.published).hasSize(1);
    }

    @Test
    void metricIngest_usesTheAgentTopic() {
        assertThat(post("metrics", JSON, """
                {"timestamp": "2026-11-23T11:59:00Z", "host": {"hostname": "web-1"}, "metrics": {"cpu_usage": 5}}
                """)).hasStatus(202);

        assertThat(ports.published.getFirst().topic()).isEqualTo("system-metrics");
    }

    @Test
    void ingest_rejectsABodyWithoutValidElements() {
        MvcTestResult result = post("logs", LINES, "nonsense\n42");

        assertProblem(result, 422, "All elements are rejected");
        assertThat(result)
                .bodyJson()
                .isLenientlyEqualTo("{\"accepted\": 0, \"rejected\": [{\"index\": 0}, {\"index\": 1}]}");
        assertThat(ports.published).isEmpty();
    }

    @Test
    void ingest_rejectsInvalidElementsOfArrayAlone() {
        String invalidUtf8 = "[" + LOG + ",{\"host\":\"h\",\"message\":\"caf\u00e9\"}," + LOG + "]";
        assertThat(post("logs", JSON, invalidUtf8, ISO_8859_1))
                .hasStatus(202)
                .bodyJson()
                .isLenientlyEqualTo("{\"accepted\": 3, \"rejected\": []}");
        assertThat(ports.published).hasSize(3);
        assertThat(new String(ports.published.get(1).value(), ISO_8859_1)).endsWith("\"caf\u00e9\"}");

        for (String invalid : List.of(
                "{\"message\" 1}",
                "{\"message\":\"caf\u00e9\" 1}",
                "{\"a\":" + "[".repeat(600) + "]".repeat(600) + "}")) {
            assertThat(post("logs", JSON, "[" + LOG + "," + invalid + "," + LOG + "]", ISO_8859_1))
                    .hasStatus(202)
                    .bodyJson()
                    .isLenientlyEqualTo("{\"accepted\": 2, \"rejected\": [{\"index\": 1}]}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-ndjson",
                "application/ndjson",
                "application/jsonl",
                "application/x-jsonlines",
                "application/stream+json",
                "application/ndjson;charset=utf-8",
                "application/x-ndjson; charset=US-ASCII"
            })
    void ndjson_hasSeveralNames(String type) {
        assertThat(post("logs", type, LOG + "\n" + LOG))
                .hasStatus(202)
                .bodyJson()
                .isLenientlyEqualTo("{\"accepted\": 2}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json;charset=ISO-8859-1",
                "application/x-ndjson;charset=windows-1252",
                "application/json;charset=UTF-16"
            })
    void charset_isUtf8(String type) {
        assertProblem(post("logs", type, LOG), 415, "(expected: UTF-8, or no charset)");
        assertThat(ports.published).isEmpty();
    }

    @Test
    void ingest_rejectsElementWithTooManyObservations() {
        String many = "{\"data\":[" + String.join(",", Collections.nCopies(20_000, LOG)) + "]}";

        assertThat(post("logs", JSON, "[" + LOG + "," + many + "]"))
                .hasStatus(202)
                .bodyJson()
                .isLenientlyEqualTo("{\"accepted\": 1, \"rejected\": [{\"index\": 1, \"reason\": \"TOO_LARGE\"}]}");
    }

    @Test
    void ingest_acceptsByteOrderMark() {
        assertThat(post("logs", "application/x-ndjson", "\uFEFF" + LOG + "\n" + LOG))
                .hasStatus(202)
                .bodyJson()
                .isLenientlyEqualTo("{\"accepted\": 2, \"rejected\": []}");
    }

    @Test
    void ingest_rejectsUnreadableBodies() {
        assertProblem(post("logs", JSON, ""), 400, "The body is empty");
        assertProblem(post("logs", JSON, "  "), 400, "The body is empty");
        assertProblem(post("logs", JSON, "[" + LOG + ", {"), 400, "The body is not JSON, at byte ");
        assertProblem(post("logs", JSON, LOG + "\n" + LOG), 400, "application/x-ndjson");
        assertProblem(post("logs", JSON, "[" + "1,".repeat(10_000) + "1]"), 413, "more than 10000 elements");
        assertProblem(post("logs", JSON, " ".repeat((8 << 20) + 1)), 413, "larger than 8388608 bytes");
        assertProblem(post("logs", JSON, "[".repeat(10_000)), 400, "nesting depth");
        assertProblem(post("logs", JSON, "[{},{}]", UTF_16LE), 400, "not UTF-8, at byte 1");
        assertProblem(post("logs", "text/plain", LOG), 415, "(expected: application/json or application/x-ndjson or");
        assertThat(ports.published).isEmpty();
    }

    @Test
    void ingest_withUnavailableQueue_returns503() {
        ports.queueIsAway = true;

        assertProblem(post("logs", JSON, LOG), 503, "The queue is unavailable");
    }

    private MvcTestResult post(String resource, String type, String body) {
        return post(resource, type, body, UTF_8);
    }

    private MvcTestResult post(String resource, String type, String body, Charset charset) {
        return mvc.post()
                .uri("/api/v1/" + resource)
                .header("Content-Type", type)
                .content(body.getBytes(charset))
                .exchange();
    }
}
